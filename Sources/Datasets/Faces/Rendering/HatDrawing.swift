/// A knitted cap.
extension FaceScene {
    mutating func drawHat(on head: Mask) {
        guard face.wearing.hat else { return }
        let a = geometry.halfWidth + 3 + 4 * face.hair.volume
        let crown = geometry.crown - 8 - 5 * face.hair.volume
        let dome = Outline.smooth([
            geometry.rim(-a - 1, -27), geometry.rim(-a, -46), geometry.rim(-a * 0.70, crown + 7),
            geometry.rim(0, crown - 3),
            geometry.rim(a * 0.70, crown + 7), geometry.rim(a, -46), geometry.rim(a + 1, -27),
            geometry.rim(0, -36),
        ])
        let band = Outline.smooth([
            geometry.rim(-a - 2.5, -40), geometry.rim(-a * 0.5, -47), geometry.rim(0, -49),
            geometry.rim(a * 0.5, -47), geometry.rim(a + 2.5, -40),
            geometry.rim(a + 2.5, -24), geometry.rim(a * 0.5, -30.5), geometry.rim(0, -32),
            geometry.rim(-a * 0.5, -30.5), geometry.rim(-a - 2.5, -24),
        ])
        let color = face.wearing.accent
        let lighting = lighting
        let center = geometry.rim(0, -30)
        let wool = noise.named(14)
        func knit(_ color: RGB, rib: Float) -> (Point, RGB) -> RGB {
            { point, _ in
                let place = (point - center) / Point(a * 1.08, 62)
                let lit = lighting.shading(max(-0.95, min(0.95, place.x)), max(-0.9, min(0.3, place.y)))
                let angle = place.x / max(0.3, 1 - abs(place.y) * 0.8) * rib
                let ridge = abs(angle - angle.rounded()) * 2
                return color * lighting.color
                    * (lit * 0.93 + 0.14 * (ridge - 0.5) + 0.07 * wool.value(point.x * 0.8, point.y * 0.8))
            }
        }
        canvas.multiply(
            canvas.mask(band, softness: 2.5, offset: Point(-light.x * 2, 4)), opacity: 0.55, within: head,
            by: RGB(0.58, 0.45, 0.42))
        canvas.paint(canvas.mask(dome), knit(color, rib: 9))
        canvas.multiply(canvas.mask(band, softness: 1.5), opacity: 0.45, by: RGB(0.5, 0.5, 0.5))
        canvas.paint(canvas.mask(band), knit(color * 0.9, rib: 13))
    }
}
