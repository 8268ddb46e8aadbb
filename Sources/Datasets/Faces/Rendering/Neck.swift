/// The neck, and the shadow that the head throws on it.
extension FaceScene {
    mutating func drawNeck() {
        let fat = face.shape.chubbiness
        let half = geometry.halfWidth * (0.50 + 0.13 * face.shape.jaw + 0.10 * fat)
        let drop = geometry.chin
        let shift = geometry.turn * 0.2
        let neck = canvas.mask(
            .smooth([
                Point(shift - half * 1.02, 20), Point(shift + half * 1.02, 20),
                Point(shift + half * 0.97, drop + 2),
                Point(half * 1.08, drop + 18), Point(half * 2.2, drop + 33), Point(half * 2.4, drop + 70),
                Point(-half * 2.4, drop + 70), Point(-half * 2.2, drop + 33), Point(-half * 1.08, drop + 18),
                Point(shift - half * 0.97, drop + 2),
            ]))
        let tones = tones
        let lighting = lighting
        canvas.paint(neck) { point, _ in
            let lit = lighting.shading(max(-1, min(1, point.x / (half * 1.25))), 0.25)
            return mix(tones.shadow, tones.base, unit(lit * 0.85)) * (0.72 + 0.24 * lit)
        }
        let under = canvas.mask(
            .smooth([
                geometry.rim(-half * 1.2, drop * 0.6), geometry.rim(half * 1.2, drop * 0.6),
                geometry.rim(half * 0.95, drop + 5), geometry.rim(0, drop + 13),
                geometry.rim(-half * 0.95, drop + 5),
            ]), softness: 4, offset: Point(-light.x * 5, 2))
        canvas.multiply(under, opacity: 0.75, within: neck, by: RGB(0.66, 0.52, 0.50))
        if face.shape.doubleChin > 0.05 {
            let fold = canvas.mask(
                .tapered(
                    [
                        geometry.rim(-half * 0.85, drop * 0.93), geometry.rim(0, drop + 8),
                        geometry.rim(half * 0.85, drop * 0.93),
                    ], width: 15), softness: 1.2)
            let tone = tones.base * 0.93
            canvas.paint(fold, opacity: face.shape.doubleChin, color: tone)
        }
        // The collar bones and the two cords of the neck.
        for side in [Float(-1), 1] {
            let cord = canvas.mask(
                .tapered(
                    [Point(side * half * 0.85, drop + 2), Point(side * half * 0.3, drop + 27)], width: 4),
                softness: 1.8)
            canvas.multiply(
                cord, opacity: 0.22 + 0.3 * face.skin.wrinkles, within: neck, by: RGB(0.7, 0.58, 0.55))
            let bone = canvas.mask(
                .tapered(
                    [
                        Point(side * half * 0.25, drop + 30), Point(side * half * 1.0, drop + 27),
                        Point(side * half * 1.9, drop + 29),
                    ], width: 3), softness: 1.2)
            canvas.multiply(bone, opacity: 0.35, within: neck, by: RGB(0.74, 0.62, 0.58))
        }
    }
}
