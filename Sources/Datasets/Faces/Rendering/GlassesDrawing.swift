import Foundation

/// Glasses, clear or dark.
extension FaceScene {
    mutating func drawGlasses(on head: Mask) {
        let kind = face.wearing.glasses
        guard kind != .none else { return }
        let dark = kind == .sun
        let round = noise.lattice(3, 101) > 0
        let color =
            dark ? RGB(0.07, 0.065, 0.07) : mix(RGB(0.10, 0.09, 0.09), face.wearing.accent * 0.5, 0.35)
        let weight: Float = dark ? 2.4 : 1.7 + 0.8 * (noise.lattice(4, 101) + 1) / 2
        let half = Point(round ? 14.2 : 15.4, round ? 12.6 : 10.8) * (dark ? 1.1 : 1)
        for side in [Float(-1), 1] {
            let center = geometry.surface(side * (face.eyes.halfDistance + 0.4), 2, lift: 4)
            let narrow = 1 - 0.9 * max(0, side * sin(face.pose.yaw)) * abs(sin(face.pose.yaw))
            let size = half * Point(narrow, 1)
            let rim = lens(center, size + Point(weight, weight) * 0.5, round: round)
            let hole = lens(center, size - Point(weight, weight) * 0.5, round: round)
            let frame = Outline(points: hole.points.reversed())
            canvas.multiply(
                canvas.mask(rim, frame, softness: 1, offset: Point(-light.x * 1.5, 2)), opacity: 0.4,
                within: head, by: RGB(0.6, 0.5, 0.48))
            let glass = canvas.mask(hole)
            let light = light
            canvas.paint(glass) { point, below in
                let place = (point - center) / size
                let streak =
                    bump((place.x * 0.8 + place.y * 0.7 + 0.35 * light.x) / 0.22) + 0.6
                    * bump((place.x * 0.8 + place.y * 0.7 - 0.35) / 0.1)
                guard dark else { return mix(below, RGB(0.93, 0.96, 1), 0.05 + 0.16 * streak) }
                let body = mix(RGB(0.05, 0.05, 0.06), RGB(0.34, 0.27, 0.22), unit(place.y * 0.5 + 0.45))
                return mix(mix(below, body, 0.93), RGB(0.75, 0.80, 0.88), 0.20 * streak)
            }
            canvas.paint(canvas.mask(rim, frame)) { point, _ in
                color * (1 + 0.5 * bump((point.y - center.y + size.y) / 3))
            }
            let hinge = center + Point(side * (size.x + weight * 0.4), -2.5)
            let ear = geometry.rim(side * (geometry.halfWidth + 1), -3)
            canvas.paint(
                canvas.mask(.stroke([hinge, mix(hinge, ear, 0.5), ear], steps: 2) { _ in weight }),
                color: color)
        }
        let left = geometry.surface(-(face.eyes.halfDistance + 0.4), 2, lift: 4) + Point(half.x, -2)
        let right = geometry.surface(face.eyes.halfDistance + 0.4, 2, lift: 4) + Point(-half.x, -2)
        let bridge = mix(left, right, 0.5) + Point(0, -2.4)
        canvas.paint(canvas.mask(.stroke([left, bridge, right], steps: 4) { _ in weight }), color: color)
    }

    /// A lens: a superellipse, a little wider above when it is not round.
    private func lens(_ center: Point, _ half: Point, round: Bool) -> Outline {
        Outline(
            points: (0..<28).map { step in
                let angle = 2 * Float.pi * Float(step) / 28
                let (c, s) = (cos(angle), sin(angle))
                let power: Float = round ? 0.9 : 0.55
                let x = (c < 0 ? -1 : 1) * pow(abs(c), power)
                let y = (s < 0 ? -1 : 1) * pow(abs(s), power)
                return center + half * Point(x * (round ? 1 : 1 - 0.05 * y), y)
            })
    }
}
