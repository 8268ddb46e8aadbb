/// What age and expression fold into the skin.
extension FaceScene {
    mutating func drawWrinkles(on head: Mask) {
        let (age, geometry) = (face.skin.wrinkles, geometry)
        let frown = max(0, face.expression.frown)
        let raise = max(0, face.expression.browRaise)
        let forehead = max(0, age - 0.15) * 0.85 + 0.25 * raise * (0.3 + age)
        if forehead > 0.03 {
            for line in 0..<3 {
                let y = -25 - 8 * Float(line) - 2 * raise
                let wobble = noise.lattice(Int32(line), 31) * 1.5
                crease(
                    [
                        geometry.surface(-22 + 2 * wobble, y + 1.5), geometry.surface(-8, y - 1 + wobble),
                        geometry.surface(7, y - 1 - wobble), geometry.surface(22 + 2 * wobble, y + 1.5),
                    ], width: 1.7, strength: 0.62 * forehead, head: head)
            }
        }
        let knit = 0.5 * max(0, age - 0.3) + 0.8 * frown
        if knit > 0.03 {
            for side in [Float(-1), 1] {
                crease(
                    [
                        geometry.surface(side * 3, -19), geometry.surface(side * 3.6, -14),
                        geometry.surface(side * 2.6, -9),
                    ],
                    width: 1.6, strength: 0.5 * knit, head: head)
            }
        }
        let smile = max(0, face.expression.smile)
        for side in [Float(-1), 1] {
            // Nasolabial fold.
            let corner = geometry.mouth - 3 * smile
            crease(
                [
                    geometry.surface(side * 9.5 * face.nose.width, geometry.noseBase - 4),
                    geometry.surface(side * (16 + 3 * smile), geometry.noseBase + 5),
                    geometry.surface(side * (19.5 + 4 * smile), corner + 2),
                ], width: 2.6,
                strength: 0.08 + 0.42 * age + 0.30 * smile + 0.25 * max(0, face.expression.sneer), head: head)
            // From the mouth's corner down, with age.
            crease(
                [
                    geometry.surface(side * 18, geometry.mouth + 4),
                    geometry.surface(side * 20, geometry.mouth + 12),
                ],
                width: 2.4, strength: max(0, age - 0.25) * 0.6, head: head)
            let outer = face.eyes.halfDistance + 11
            for line in 0..<3 {
                let fan = Float(line) - 1
                crease(
                    [
                        geometry.surface(side * (outer + 1.5), 1 + 1.6 * fan),
                        geometry.surface(side * (outer + 8), 1.5 + 4.4 * fan),
                    ], width: 1.3, strength: 0.55 * max(0, age - 0.15) + 0.12 * smile, head: head)
            }
            let bag = face.skin.bags
            if bag > 0.05 {
                let x = face.eyes.halfDistance
                crease(
                    [
                        geometry.surface(side * (x - 8), 6), geometry.surface(side * x, 10.5),
                        geometry.surface(side * (x + 8), 8),
                    ],
                    width: 2.6, strength: 0.62 * bag, head: head)
                canvas.glow(
                    geometry.surface(side * x, 7.5), Point(10, 4.5), strength: 0.35 * bag, within: head
                ) {
                    $0 * RGB(0.80, 0.68, 0.70)
                }
            }
            // Cheeks that sag over the jaw.
            if age > 0.4 {
                crease(
                    [
                        geometry.surface(side * 22, geometry.mouth + 10),
                        geometry.surface(side * 27, geometry.chin - 8),
                    ],
                    width: 5, strength: 0.4 * (age - 0.4), head: head)
            }
        }
    }

    /// One fold: a soft dark line with a lit lip beneath it.
    private mutating func crease(_ knots: [Point], width: Float, strength: Float, head: Mask) {
        guard strength > 0.01 else { return }
        let outline = Outline.tapered(knots, width: width, steps: 4)
        canvas.multiply(
            canvas.mask(outline, softness: 0.7), opacity: min(1, strength), within: head,
            by: RGB(0.62, 0.47, 0.43))
        let lip = canvas.mask(outline, softness: 1, offset: Point(0, width * 0.9))
        let light = tones.light
        canvas.paint(lip, opacity: min(1, strength) * 0.28, within: head, color: light)
    }
}
