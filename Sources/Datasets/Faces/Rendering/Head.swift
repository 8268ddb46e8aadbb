/// The skin of the face: its shape in light and shadow.
extension FaceScene {
    /// Draws the bare face and returns the pixels that it covers.
    mutating func drawHead() -> Mask {
        let outline = geometry.head
        let mask = canvas.mask(outline)
        let (center, radii) = (geometry.center, geometry.radii)
        let (tones, lighting) = (tones, lighting)
        let pores = noise.named(3)
        let rough = 0.006 + 0.016 * face.skin.wrinkles
        let freckles = face.skin.freckles
        canvas.paint(mask) { point, _ in
            let place = (point - center) / radii
            let lit = lighting.shading(place.x, place.y)
            let edge = (place * place).sum()
            // From shadow through the skin's own colour to light.
            let level = unit((lit - 0.52) / 0.72)
            var color =
                level < 0.62
                ? mix(tones.shadow, tones.base, level / 0.62)
                : mix(tones.base, tones.light, (level - 0.62) * 1.5)
            color *= 1 - 0.13 * smoothstep(0.55, 1.05, edge)
            color *=
                1 + rough
                * (pores.value(point.x * 0.9, point.y * 0.9) + 0.7
                    * pores.value(point.x * 0.23, point.y * 0.23))
            if freckles > 0 {
                let spot = smoothstep(0.55, 0.8, pores.value(point.x * 0.75 + 40, point.y * 0.75))
                let zone = bump((point.y - 12) / 24) * bump(point.x / 40)
                color = mix(color, color * RGB(0.80, 0.62, 0.50), spot * zone * freckles)
            }
            return color
        }
        modelPlanes(within: mask)
        return mask
    }

    /// The soft planes that the ellipsoid misses: brow, sockets, cheeks, jaw and chin.
    private mutating func modelPlanes(within mask: Mask) {
        let (tones, geometry) = (tones, geometry)
        let contrast = 0.55 + 0.45 * face.light.contrast
        let blush = face.skin.blush
        let spread = face.eyes.halfDistance
        let key: Float = light.x >= 0 ? 1 : -1
        canvas.glow(geometry.surface(key * 8, -36), Point(30, 20), strength: 0.30 * contrast, within: mask) {
            mix($0, tones.light, 0.8)
        }
        for side in [Float(-1), 1] {
            let lit = side * light.x
            let socket = geometry.surface(side * (spread - 1), -3)
            canvas.glow(socket, Point(17, 12.5), strength: 0.34 * contrast, within: mask) {
                $0 * RGB(0.76, 0.62, 0.60)
            }
            canvas.glow(
                geometry.surface(side * (spread - 10), -3), Point(8, 12),
                strength: 0.32 * contrast * (1 - 0.5 * lit), within: mask
            ) { $0 * RGB(0.70, 0.56, 0.54) }
            let cheek = geometry.surface(side * 26, 18 - 2 * face.expression.smile)
            canvas.glow(cheek, Point(17, 14), strength: 0.20 + 0.55 * blush, within: mask) {
                mix($0, tones.flush, 0.62)
            }
            canvas.glow(
                cheek + Point(-side, -5), Point(13, 9),
                strength: (0.22 + 0.25 * lit + 0.15 * max(0, face.expression.smile)) * contrast, within: mask
            ) { mix($0, tones.light, 0.75) }
            // The hollow of the cheek, deeper in a lean face.
            let hollow = geometry.surface(side * 33, 34)
            canvas.glow(
                hollow, Point(13, 20), strength: (0.34 - 0.30 * face.shape.chubbiness - 0.2 * lit) * contrast,
                within: mask
            ) { $0 * RGB(0.80, 0.69, 0.66) }
        }
        let chin = geometry.surface(0, geometry.chin - 8, lift: 3)
        canvas.glow(chin + Point(key, -1), Point(9, 6), strength: 0.28 * contrast, within: mask) {
            mix($0, tones.light, 0.7)
        }
        canvas.glow(
            geometry.surface(0, geometry.mouth + 11.5), Point(12, 4.5), strength: 0.42 * contrast,
            within: mask
        ) { $0 * RGB(0.72, 0.60, 0.58) }
        let shine = 0.22 * face.skin.shine
        canvas.glow(geometry.surface(key * 7, -32), Point(13, 7), strength: shine, within: mask) {
            $0 + RGB(0.45, 0.45, 0.42)
        }
    }
}
