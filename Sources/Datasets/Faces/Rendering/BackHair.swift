import Foundation

/// The hair behind the head and the neck.
extension FaceScene {
    mutating func drawBackHair() {
        guard let outline = backHairOutline else { return }
        let shading = HairShading(self)
        let mask = canvas.mask(outline)
        canvas.multiply(
            canvas.mask(outline, softness: 5, offset: Point(-light.x * 5, 4)), opacity: 0.30,
            by: RGB(0.45, 0.42, 0.45))
        // Light reaches the back through the hair before it, and takes on its colour.
        let gray = face.hair.pigment.gray
        let depth =
            face.hair.style.isCurly
            ? RGB(0.88, 0.85, 0.82) : mix(RGB(0.74, 0.66, 0.58), RGB(0.8, 0.8, 0.82), gray)
        canvas.paint(mask) { point, _ in shading.color(at: point) * depth }
    }

    private var backHairOutline: Outline? {
        let hair = face.hair
        let a = geometry.halfWidth
        let crown = geometry.crown
        let v = 3 + 9 * hair.volume
        switch hair.style {
        case .bob: return fall(to: 52 + 14 * hair.volume, flare: 7 + v, curl: -0.14)
        case .longStraight: return fall(to: 150, flare: 6 + v, curl: 0.02)
        case .longWavy: return fall(to: 150, flare: 10 + 1.3 * v, curl: 0.10)
        case .ponytail:
            let side: Float = hair.parting >= 0 ? 1 : -1
            return .smooth([
                Point(side * 6, crown - 2), Point(side * (a * 0.75), crown - 6 - v * 0.4),
                Point(side * (a + 12), -34),
                Point(side * (a + 19 + v), 14), Point(side * (a + 13 + v * 0.7), 62),
                Point(side * (a + 2), 84), Point(side * (a + 3), 40),
                Point(side * (a - 6), -10),
            ])
        case .bun:
            guard !face.wearing.hat else { return nil }
            return .ellipse(geometry.rim(-geometry.turn * 0.3, crown - 9), Point(17 + v * 0.5, 15 + v * 0.5))
        case .curlyShort: return cloud(Point(a + 2 + v * 0.8, 60 + v * 0.6), low: 14)
        case .afro: return cloud(Point(a + 14 + v * 1.4, 70 + v), low: 34)
        case .bald, .buzzed, .short, .sidePart, .sweptBack: return nil
        }
    }

    /// Hair that falls behind the face down to a height.
    private func fall(to low: Float, flare: Float, curl: Float) -> Outline {
        let a = geometry.halfWidth
        let crown = geometry.crown
        let wave = face.hair.waviness
        func side(_ sign: Float) -> [Point] {
            let sway = noise.lattice(Int32(sign), 71) * 3
            return [
                geometry.rim(sign * a * 0.5, crown + 3),
                geometry.rim(sign * (a * 0.96 + flare * 0.3), crown + 30),
                geometry.rim(sign * (a + flare * 0.6), -4), Point(sign * (a + flare + 5 * wave + sway), 26),
                Point(sign * (a + flare * 1.05 - 4 * wave), 46),
                Point(sign * (a + flare * 1.05 + 5 * wave + curl * 40), min(low, 72)),
                Point(sign * (a * 0.8 + flare + curl * 90), low),
            ]
        }
        return .smooth([geometry.rim(0, crown + 2)] + side(1) + side(-1).reversed())
    }

    /// A round mass of curls with a bumpy edge.
    private func cloud(_ radii: Point, low: Float) -> Outline {
        let center = geometry.rim(0, -22)
        let count = 44
        return .smooth(
            (0..<count).map { index in
                let angle = 2 * Float.pi * Float(index) / Float(count)
                let direction = Point(sin(angle), -cos(angle))
                let ripple = 1 + 0.045 * noise.lattice(Int32(index), 72)
                var point =
                    center + direction * Point(radii.x, radii.y * (direction.y < 0 ? 0.86 : 0.8)) * ripple
                point.y = min(point.y, low + 3 * noise.lattice(Int32(index), 73))
                return point
            }, steps: 3)
    }
}
