import Foundation

/// The hair over the forehead and beside the face.
extension FaceScene {
    mutating func drawFrontHair(on head: Mask) {
        let style = face.hair.style
        guard style != .bald else {
            if face.hair.recession < 0.95 { drawFringe(on: head) }
            return
        }
        if style == .buzzed {
            drawBuzz(on: head)
            return
        }
        let shading = HairShading(self)
        let outline = frontOutline
        let mask = canvas.mask(outline)
        canvas.multiply(
            canvas.mask(outline, softness: 2.6, offset: Point(-light.x * 3, 3.5)), opacity: 0.50,
            within: head, by: RGB(0.62, 0.46, 0.42))
        canvas.paint(mask) { point, _ in shading.color(at: point) }
        drawLooseStrands(shading)
    }

    /// The band of hair that a bald man keeps.
    private mutating func drawFringe(on head: Mask) {
        let shading = HairShading(self)
        for side in [Float(-1), 1] {
            let a = geometry.halfWidth
            let patch = canvas.mask(
                .smooth([
                    geometry.rim(side * (a + 3), 2), geometry.rim(side * (a + 4), -16),
                    geometry.rim(side * (a + 1), -32),
                    geometry.rim(side * (a - 6), -30), geometry.rim(side * (a - 5), -14),
                    geometry.rim(side * (a - 3), 4),
                ]), softness: 1.2)
            canvas.paint(patch, opacity: 0.9 * (1 - face.hair.recession * 0.5)) { point, _ in
                shading.color(at: point)
            }
        }
    }

    private mutating func drawBuzz(on head: Mask) {
        let shading = HairShading(self)
        let dots = noise.named(12)
        let cap = canvas.mask(capOutline(volume: 1.2), softness: 1.5)
        canvas.paint(cap) { point, below in
            let dot = dots.value(point.x * 1.5, point.y * 1.5)
            return mix(below, shading.color(at: point), 0.72 + 0.22 * dot)
        }
    }

    private var frontOutline: Outline {
        let hair = face.hair
        switch hair.style {
        case .short, .sidePart, .sweptBack: return capOutline(volume: 3 + 8 * hair.volume)
        case .curlyShort, .afro: return curlOutline
        case .ponytail, .bun: return capOutline(volume: 2 + 4 * hair.volume)
        case .bob: return curtainOutline(to: 48 + 14 * hair.volume)
        case .longStraight, .longWavy: return curtainOutline(to: 128)
        case .bald, .buzzed: return capOutline(volume: 1)
        }
    }

    /// The line where the hair leaves the forehead, from the viewer's right temple to the left.
    private func hairline(drop: Float) -> [Point] {
        let hair = face.hair
        let a = geometry.halfWidth
        let back = 13 * hair.recession
        if hair.hasBangs {
            // A jagged fringe.
            return stride(from: Float(0.80), through: -0.80, by: -0.16).enumerated().map { index, share in
                let jag = (index % 2 == 0 ? 1.6 : -1.2) + noise.lattice(Int32(index), 81) * 1.8
                return geometry.surface(a * share, -17.5 + jag + 3.5 * share * share, lift: 3)
            }
        }
        let part = hair.parting
        func height(_ share: Float) -> Float {
            // Hair swept from the parting lies lower away from it.
            let sweep = hair.style == .sidePart || hair.style.isLong ? 7 * abs(share - part * 0.45) : 0
            let temple = abs(share) > 0.45 ? back * 1.0 : back * 0.45
            return -43 + sweep + 5 * share * share - temple + drop
        }
        let shares: [Float] = [0.80, 0.62, 0.40, 0.18, 0, -0.18, -0.40, -0.62, -0.80]
        return shares.enumerated().map { index, share in
            let ragged = noise.lattice(Int32(index), 82) * 1.1
            return geometry.surface(a * share, height(share) + ragged + (abs(share) > 0.7 ? 7 : 0), lift: 1)
        }
    }

    /// Hair that ends above the ears.
    private func capOutline(volume: Float) -> Outline {
        let a = geometry.halfWidth
        let crown = geometry.crown
        let v = volume
        let lift: Float = face.hair.style == .sweptBack ? 4 : 0
        let lean = face.hair.style == .sidePart ? -face.hair.parting * 3 : 0
        let burn: Float = face.beard.sideburns > 0.02 ? 4 : -2
        func outer(_ sign: Float) -> [Point] {
            let bulge = v * 0.75 + (sign * lean > 0 ? abs(lean) : 0)
            return [
                geometry.rim(sign * (a + 0.4), burn), geometry.rim(sign * (a + bulge * 0.6 + 0.8), -16),
                geometry.rim(sign * (a * 0.97 + bulge), -34),
                geometry.rim(sign * (a * 0.78 + bulge * 0.8), -54 - v * 0.5 - lift * 0.5),
                geometry.rim(sign * (a * 0.42), crown - v - lift),
            ]
        }
        func inner(_ sign: Float) -> [Point] {
            [
                geometry.rim(sign * (a - 4.5), burn - 1),
                geometry.rim(sign * (a - 5.5), -15 - 5 * face.hair.recession),
            ]
        }
        let top = [geometry.rim(lean * 0.7, crown - 2 - v * 1.05 - lift)]
        return .smooth(
            outer(-1) + top + outer(1).reversed() + inner(1) + hairline(drop: 0) + inner(-1).reversed(),
            steps: 4)
    }

    /// A mass of curls with a bumpy edge around the forehead.
    private var curlOutline: Outline {
        let a = geometry.halfWidth
        let big = face.hair.style == .afro
        let v = (big ? 15 : 3) + 11 * face.hair.volume
        let center = geometry.rim(0, -20)
        let count = 26
        let outer: [Point] = (0...count).map { index in
            let angle = -Float.pi * 0.56 + Float.pi * 1.12 * Float(index) / Float(count)
            let ripple = 1 + 0.05 * noise.lattice(Int32(index), 84)
            let direction = Point(sin(angle), -cos(angle))
            return center + direction * Point(a + v * 0.72, 47 + v) * ripple
        }
        let burn: [Point] = [geometry.rim(a - 3, -2), geometry.rim(a - 5, -15)]
        let other: [Point] = [geometry.rim(-a + 5, -15), geometry.rim(-a + 3, -2)]
        let line = hairline(drop: 2).enumerated().map { index, point in
            point + Point(0, 1.8 * noise.lattice(Int32(index), 85))
        }
        return .smooth(outer + burn + line + other, steps: 4)
    }

    /// Hair that falls beside the face down to a height.
    private func curtainOutline(to low: Float) -> Outline {
        let hair = face.hair
        let a = geometry.halfWidth
        let crown = geometry.crown
        let v = 3 + 8 * hair.volume
        let wave = hair.waviness
        let curl: Float = hair.style == .bob ? -7 : 3
        func outer(_ sign: Float) -> [Point] {
            [
                Point(sign * (a + v * 0.6 + curl), low), Point(sign * (a + v + 4 - 3 * wave), low * 0.72),
                Point(sign * (a + v + 5 + 4 * wave), low * 0.42),
                geometry.rim(sign * (a + v + 1 - 2 * wave), 4),
                geometry.rim(sign * (a + v * 0.75), -26),
                geometry.rim(sign * (a * 0.80 + v * 0.6), -52 - v * 0.4),
                geometry.rim(sign * a * 0.42, crown - v),
            ]
        }
        func inner(_ sign: Float) -> [Point] {
            let sway = noise.lattice(Int32(sign), 86) * 2
            return [
                geometry.rim(sign * (a - 5 + sway * 0.5), -8), geometry.rim(sign * (a - 3.5 + 2 * wave), 14),
                geometry.rim(sign * (a - 2.5 - 3 * wave + sway), 36),
                Point(sign * (a - 5 + 4 * wave), max(low * 0.75, 44)),
                Point(sign * (a - 9 + curl * 0.5), low + 3),
            ]
        }
        let top = geometry.rim(hair.parting * 16, crown - 0.5 - v * 1.02)
        return .smooth(
            outer(-1) + [top] + outer(1).reversed() + inner(1).reversed() + hairline(drop: 0) + inner(-1),
            steps: 4)
    }

    /// Single hairs that break the outline.
    private mutating func drawLooseStrands(_ shading: HairShading) {
        let style = face.hair.style
        let (a, crown) = (geometry.halfWidth, geometry.crown)
        let v = style == .afro ? 26 : 3 + 8 * face.hair.volume
        for number in 0..<16 {
            let index = Int32(number)
            let angle = (Float(number) / 15 - 0.5) * 2.9 + 0.15 * noise.lattice(index, 91)
            let direction = Point(sin(angle), -cos(angle))
            let radius = Point(a + v * 0.7, -crown - 20 + v)
            let root = geometry.rim(0, -20) + direction * radius * 0.93
            let sweep = Point(direction.y, -direction.x) * (noise.lattice(index, 92) > 0 ? 1 : -1)
            let tip =
                root + direction * (3 + 2 * noise.lattice(index, 93)) + sweep
                * (7 + 3 * noise.lattice(index, 94))
            let strand = canvas.mask(
                .stroke([root, mix(root, tip, 0.55) + direction * 1.6, tip], steps: 4) {
                    0.9 * (1 - 0.75 * $0)
                })
            let color = shading.color(at: root)
            canvas.paint(strand, opacity: 0.6, color: color)
        }
    }
}
