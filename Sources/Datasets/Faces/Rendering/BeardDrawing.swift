/// Hair on the face.
extension FaceScene {
    private var beardColor: RGB {
        let pigment = face.hair.pigment
        return mix(pigment.pigmented * RGB(0.92, 0.86, 0.84), HairPigment.white, min(1, pigment.gray * 1.1))
    }

    /// The shaved or stubbled skin.
    mutating func drawBeardShadow(on head: Mask) {
        let stubble = face.beard.stubble
        guard stubble > 0.02 else { return }
        let zone = canvas.mask(jawZone(cheek: 22, beyond: 0), softness: 4)
        let dots = noise.named(6)
        let color = mix(beardColor * 0.8, RGB(0.28, 0.27, 0.29), 0.45)
        canvas.paint(zone, opacity: 0.62 * stubble, within: head) { point, below in
            let speck = 0.75 + 0.45 * dots.value(point.x * 1.4, point.y * 1.4)
            return mix(below, color, 0.62 * speck)
        }
    }

    mutating func drawBeard(on head: Mask) {
        let beard = face.beard
        if beard.full > 0.02 {
            let zone = jawZone(cheek: 24, beyond: 2.5 + 6 * beard.full)
            drawPatch(zone, density: 0.55 + 0.45 * beard.full, softness: 1.4)
            drawMustache(0.8)
        }
        if beard.goatee > 0.02 {
            let (mouth, chin) = (geometry.mouth, geometry.chin)
            let ring = Outline.smooth([
                geometry.surface(-17.5, mouth - 2), geometry.surface(-18, mouth + 9),
                geometry.rim(-13, chin - 2), geometry.rim(0, chin + 5),
                geometry.rim(13, chin - 2), geometry.surface(18, mouth + 9),
                geometry.surface(17.5, mouth - 2), geometry.surface(13, mouth + 6),
                geometry.surface(8, mouth + 11.5), geometry.surface(-8, mouth + 11.5),
                geometry.surface(-13, mouth + 6),
            ])
            drawPatch(ring, density: beard.goatee, softness: 1)
            drawMustache(beard.goatee * 0.8)
        } else if beard.mustache > 0.02 {
            drawMustache(beard.mustache)
        }
        if beard.sideburns > 0.02 {
            for side in [Float(-1), 1] {
                let a = geometry.halfWidth
                let patch = Outline.smooth([
                    geometry.rim(side * (a + 0.5), -14), geometry.rim(side * (a - 6.5), -12),
                    geometry.rim(side * (a - 6.5), 10),
                    geometry.rim(side * (a - 3), 19), geometry.rim(side * (a - 0.5), 14),
                ])
                drawPatch(patch, density: beard.sideburns, softness: 1)
            }
        }
    }

    /// The lower face with the mouth left free: `cheek` is the height of the upper border, `beyond` how far it stands off
    /// the jaw.
    private func jawZone(cheek: Float, beyond: Float) -> Outline {
        let (a, mouth, chin) = (geometry.halfWidth, geometry.mouth, geometry.chin)
        func side(_ sign: Float) -> [Point] {
            let jaw = geometry.rimHalfWidth(at: chin * 0.66)
            let low = geometry.rimHalfWidth(at: chin * 0.9)
            return [
                geometry.rim(sign * (a - 0.5), -6), geometry.rim(sign * (a + beyond * 0.3 - 0.5), 18),
                geometry.rim(sign * (jaw + beyond * 0.7), chin * 0.66),
                geometry.rim(sign * (low + beyond * 0.6), chin * 0.92 + beyond * 0.5),
            ]
        }
        let outside = side(1) + [geometry.rim(0, chin + beyond)] + side(-1).reversed()
        // Inward along the cheeks and over the mouth.
        let inside = [
            geometry.rim(-(a - 6), 2), geometry.surface(-30, cheek + 7), geometry.surface(-21, cheek + 11),
            geometry.surface(-17.5, mouth + 3),
            geometry.surface(-9, mouth + 11), geometry.surface(0, mouth + 12.5),
            geometry.surface(9, mouth + 11),
            geometry.surface(17.5, mouth + 3), geometry.surface(21, cheek + 11),
            geometry.surface(30, cheek + 7), geometry.rim(a - 6, 2),
        ]
        return .smooth(outside + inside)
    }

    private mutating func drawMustache(_ density: Float) {
        let mouth = MouthShape(face, geometry)
        let base = geometry.noseBase
        let shape = Outline.smooth([
            geometry.surface(0, base + 3.5, lift: 4), geometry.surface(8, base + 3, lift: 3),
            mouth.point(0.85, -4.5), mouth.point(1.16, 2.5),
            mouth.point(0.75, -0.6), mouth.point(0.3, -1.6), mouth.point(0, -1.2), mouth.point(-0.3, -1.6),
            mouth.point(-0.75, -0.6),
            mouth.point(-1.16, 2.5), mouth.point(-0.85, -4.5), geometry.surface(-8, base + 3, lift: 3),
        ])
        drawPatch(shape, density: density, softness: 0.8)
    }

    private mutating func drawPatch(_ outline: Outline, density: Float, softness: Float) {
        let color = beardColor
        let strands = noise.named(8)
        let lighting = lighting
        let (center, radii) = (geometry.center, geometry.radii)
        let opaque = min(1, 0.45 + 0.75 * density)
        canvas.paint(canvas.mask(outline, softness: softness)) { point, below in
            let strand = strands.value(
                point.x * 1.25 + point.y * 0.05 * (point.x - center.x) * 0.2, point.y * 0.34)
            let place = (point - center) / radii
            let lit = lighting.shading(max(-0.9, min(0.9, place.x)), 0.35)
            return mix(below, color * (lit * 0.86 + 0.24 * strand), opaque * (0.88 + 0.2 * strand))
        }
    }
}
