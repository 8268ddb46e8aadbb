/// The nose: drawn by light alone, but for the nostrils.
extension FaceScene {
    mutating func drawNose(on head: Mask) {
        let (geometry, tones, light) = (geometry, tones, light)
        let base = geometry.noseBase
        let wide =
            1.1 * face.nose.width
            * (1 + 0.07 * max(0, face.expression.smile) + 0.1 * max(0, face.expression.sneer))
        let contrast = 0.5 + 0.5 * face.light.contrast
        let tip = geometry.surface(0, base - 5.5, lift: 11)
        let bridge = geometry.surface(0, -8, lift: 5)
        for side in [Float(-1), 1] {
            // The flank that the light leaves is darker.
            let dark = unit(0.50 - 0.65 * side * light.x)
            let flank = canvas.mask(
                .tapered(
                    [
                        geometry.surface(side * 6.5, -12, lift: 2), geometry.surface(side * 5.2, 2, lift: 3),
                        geometry.surface(side * 6.5 * wide, base - 9, lift: 5),
                        geometry.surface(side * 9 * wide, base - 2, lift: 2),
                    ], width: 7.5), softness: 2)
            canvas.multiply(flank, opacity: dark * contrast, within: head, by: RGB(0.70, 0.56, 0.53))
            // Wing.
            let wing = geometry.surface(side * 7.8 * wide, base - 3.6, lift: 5)
            canvas.glow(wing, Point(4.6, 4.6) * wide, strength: 0.32, within: head) {
                mix($0, tones.flush, 0.35) * (1 + 0.10 * side * light.x)
            }
            let curl = canvas.mask(
                .tapered(
                    [
                        wing + Point(side * 1.2, -4.8), wing + Point(side * 3.6 * wide, -1.5),
                        wing + Point(side * 3.1 * wide, 2.2), wing + Point(side * 0.6, 3.3),
                    ], width: 1.7), softness: 0.6)
            canvas.multiply(curl, opacity: 0.62, within: head, by: RGB(0.60, 0.43, 0.40))
            let nostril = geometry.surface(side * 4.1 * wide, base - 0.8, lift: 7)
            let hole = canvas.mask(
                .smooth([
                    nostril + Point(-side * 2.2, 0.6), nostril + Point(side * 0.3, -1.3),
                    nostril + Point(side * 2.7 * wide, -0.2),
                    nostril + Point(side * 1, 1.1),
                ]), softness: 0.35)
            canvas.paint(hole, opacity: 0.78, within: head, color: tones.deepShadow * 0.62)
        }
        let under = geometry.surface(-light.x * 2, base + 1.2, lift: 5)
        canvas.glow(under, Point(11 * wide, 4), strength: 0.6 * contrast, within: head) {
            $0 * RGB(0.62, 0.47, 0.45)
        }
        let ridge = canvas.mask(.tapered([bridge, mix(bridge, tip, 0.55), tip], width: 4.4), softness: 1.7)
        canvas.paint(ridge, opacity: 0.42 * contrast, within: head, color: tones.light)
        canvas.glow(tip, Point(7.5 * wide, 7), strength: 0.22, within: head) { mix($0, tones.flush, 0.5) }
        canvas.glow(
            tip + Point(light.x * 1.8, -1.2), Point(3.6, 3), strength: 0.42 + 0.3 * face.skin.shine,
            within: head
        ) {
            mix($0, RGB(1, 0.98, 0.95), 0.55)
        }
        // The groove between nose and lip.
        let groove = canvas.mask(
            .tapered(
                [geometry.surface(0, base + 2.5, lift: 4), geometry.surface(0, geometry.mouth - 6, lift: 4)],
                width: 4), softness: 1)
        canvas.multiply(groove, opacity: 0.22 * contrast, within: head, by: RGB(0.70, 0.56, 0.54))
    }
}
