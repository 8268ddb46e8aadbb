/// The ears, behind the head.
extension FaceScene {
    mutating func drawEars() {
        guard !face.hair.style.isLong || face.wearing.earrings else { return }
        let tones = tones
        for side in [Float(-1), 1] {
            let place = ear(side)
            let shape = Outline.smooth([
                place + Point(-side * 3, -12), place + Point(side * 2.4, -14), place + Point(side * 4.6, -9),
                place + Point(side * 3.8, 2), place + Point(side * 1.8, 10), place + Point(-side * 1.2, 13),
                place + Point(-side * 4, 8),
            ])
            let mask = canvas.mask(shape)
            let lit = 0.86 + 0.22 * face.light.contrast * side * light.x
            canvas.paint(mask) { point, _ in
                mix(tones.base, tones.flush, 0.35) * (lit + 0.004 * (4 - point.y))
            }
            let fold = canvas.mask(
                .tapered(
                    [
                        place + Point(-side * 1, -8), place + Point(side * 2.2, -9.5),
                        place + Point(side * 2.6, -2),
                        place + Point(side * 0.6, 5),
                    ], width: 2.6), softness: 0.7)
            canvas.multiply(fold, opacity: 0.5, within: mask, by: RGB(0.66, 0.5, 0.48))
        }
    }

    /// The middle of an ear: the one that the head turns towards the viewer comes forward, the other hides.
    func ear(_ side: Float) -> Point {
        geometry.rim(side * (geometry.halfWidth + 0.5) - side * max(0, side * geometry.turn) * 0.22, 10)
    }
}
