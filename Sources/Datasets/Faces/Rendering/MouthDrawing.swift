/// The mouth: lips, and teeth and tongue where it is open.
extension FaceScene {
    mutating func drawMouth(on head: Mask) {
        let mouth = MouthShape(face, geometry)
        let (lips, tones, light) = (face.lips, tones, light)
        let paintColor = mix(RGB(0.80, 0.36, 0.42), RGB(0.66, 0.07, 0.13), lips.lipstickHue)
        let color = mix(tones.lip, paintColor * (1 - 0.25 * face.skin.tone), lips.lipstick * 0.85)
        let upper = canvas.mask(mouth.upperLip)
        let lower = canvas.mask(mouth.lowerLip)
        canvas.multiply(
            canvas.mask(mouth.whole, softness: 1.4), opacity: 0.28, within: head, by: RGB(0.68, 0.50, 0.48))
        if mouth.gap > 0.4 { drawInside(mouth, head: head) }
        let gloss = 0.18 + 0.35 * lips.lipstick + 0.1 * face.skin.shine
        let grain = noise.named(5)
        let middle = mouth.point(0, 0)
        canvas.paint(upper, within: head) { point, _ in
            let ridge = grain.value(point.x * 0.9, point.y * 0.12) * 0.045
            return color * (0.80 + 0.10 * (middle.y - point.y) / 6 + ridge)
        }
        let bottom = mouth.point(0, mouth.gap * 0.8 + mouth.lowerHeight * 0.45)
        canvas.paint(lower, within: head) { point, _ in
            let ridge = grain.value(point.x * 0.9, point.y * 0.12) * 0.06
            let round = (point.y - bottom.y) / max(mouth.lowerHeight, 1)
            let shine = bump((point.x - bottom.x - light.x * 3) / 10) * bump(round * 2.2 + 0.3)
            return mix(color * (1.0 - 0.22 * round + ridge), RGB(1, 0.93, 0.92), shine * gloss)
        }
        let seam = canvas.mask(mouth.seam(0), softness: 0.4)
        if mouth.gap < 1.5 {
            canvas.paint(seam, opacity: 0.72, within: head, color: tones.deepShadow * RGB(0.62, 0.42, 0.44))
        }
        for side in [Float(-1), 1] {
            let corner = mouth.point(side * 1.02, 0)
            canvas.glow(
                corner, Point(3.6, 3.2), strength: 0.5 + 0.2 * abs(face.expression.smile), within: head
            ) { $0 * RGB(0.62, 0.47, 0.45) }
        }
    }

    private mutating func drawInside(_ mouth: MouthShape, head: Mask) {
        let cavity = canvas.mask(mouth.opening)
        canvas.paint(cavity, within: head, color: RGB(0.20, 0.06, 0.065))
        let tongue = canvas.mask(
            .ellipse(mouth.point(0, mouth.gap * 0.9), Point(mouth.halfWidth * 0.55, mouth.gap * 0.42)),
            softness: 0.8)
        canvas.paint(tongue, opacity: 0.8, within: cavity, color: RGB(0.66, 0.30, 0.31))
        let height = min(5.2, 1.8 + mouth.gap * 0.55)
        let smile = max(0, face.expression.smile)
        let reach = mouth.halfWidth * (0.74 + 0.12 * smile)
        let teeth = canvas.mask(
            Outline(
                points: stride(from: Float(-1), through: 1, by: 0.25).map {
                    mouth.point($0 * reach / mouth.halfWidth, -1)
                }
                    + stride(from: Float(1), through: -1, by: -0.25).map {
                        mouth.point(
                            $0 * reach / mouth.halfWidth, -mouth.gap * 0.2 + height * (1 - 0.35 * $0 * $0))
                    }), softness: 0.35)
        let center = mouth.point(0, 0)
        let enamel = RGB(0.95, 0.93, 0.89)
        canvas.paint(teeth, within: cavity) { point, _ in
            let x = (point.x - center.x) / 2.9
            let edge = abs(x + 0.5 - (x + 0.5).rounded())
            return enamel * (1 - 0.13 * smoothstep(0.12, 0, edge) - 0.013 * x * x)
        }
        // The upper lip's shadow on the teeth.
        canvas.multiply(
            canvas.mask(mouth.seam(-mouth.gap * 0.2 + 0.4), softness: 0.9), opacity: 0.55, within: cavity,
            by: RGB(0.5, 0.4, 0.4))
    }
}

/// The curves of a mouth.
struct MouthShape {
    let halfWidth: Float
    /// The height of the opening at its middle.
    let gap: Float
    let lowerHeight: Float
    private let upperHeight: Float
    private let geometry: FaceGeometry
    private let lift: Float
    private let slant: Float

    init(_ face: FaceParameters, _ geometry: FaceGeometry) {
        let expression = face.expression
        self.geometry = geometry
        halfWidth =
            16.2 * face.lips.width
            * (1 + 0.26 * max(0, expression.smile) - 0.20 * expression.open * (1 - max(0, expression.smile)))
        gap = 11.5 * expression.open
        lift = 4.8 * expression.smile
        slant = 3.2 * expression.asymmetry
        let thin = 1 - 0.18 * max(0, expression.smile) - 0.28 * expression.frown
        upperHeight = (2.9 + 3.8 * face.lips.fullness) * thin
        lowerHeight = (3.9 + 4.8 * face.lips.fullness) * thin
        sneer = 2.5 * expression.sneer
    }

    private let sneer: Float

    /// The point `across` of the half width from the middle, `down` below the line between the lips.
    func point(_ across: Float, _ down: Float) -> Point {
        let x = across * halfWidth
        let bend = lift * (abs(across) < 1 ? across * across : abs(across) * 2 - 1)
        return geometry.surface(
            x,
            geometry.mouth + 1.2 * max(0, lift) / 4.8 - bend - slant * across
                * max(0, across * slant > 0 ? 1 : 0.2) + down, lift: 2.5)
    }

    /// How far the lips are apart at `across`, from the line upwards and downwards.
    private func inner(_ across: Float) -> Float { max(0, 1 - across * across).squareRoot() * gap }

    private func upperEdge(_ across: Float) -> Point { point(across, -0.2 * inner(across)) }
    private func lowerEdge(_ across: Float) -> Point { point(across, 0.8 * inner(across)) }

    private var upperContour: [Point] {
        let top = -upperHeight - 0.2 * gap - sneer
        return [
            point(-1.06, 0), point(-0.62, top * 0.60), point(-0.24, top * 1.02), point(0, top * 0.80),
            point(0.24, top * 1.02),
            point(0.62, top * 0.60), point(1.06, 0),
        ]
    }

    private var lowerContour: [Point] {
        let low = lowerHeight + 0.8 * gap
        return [
            point(1.03, 0.2), point(0.72, low * 0.62), point(0.36, low * 0.95), point(0, low),
            point(-0.36, low * 0.95),
            point(-0.72, low * 0.62), point(-1.03, 0.2),
        ]
    }

    private static let across: [Float] = [-1, -0.9, -0.7, -0.45, -0.2, 0, 0.2, 0.45, 0.7, 0.9, 1]

    var upperLip: Outline {
        Outline(
            points: Outline.curve(upperContour, closed: false, steps: 5)
                + Self.across.reversed().map { upperEdge($0) + Point(0, 0.4) })
    }

    var lowerLip: Outline {
        Outline(points: Outline.curve(lowerContour, closed: false, steps: 5) + Self.across.map(lowerEdge))
    }

    var whole: Outline {
        Outline(points: Outline.curve(upperContour + lowerContour, closed: false, steps: 3))
    }

    var opening: Outline {
        Outline(points: Self.across.map(upperEdge) + Self.across.reversed().map(lowerEdge))
    }

    /// The line between the lips, `down` below its place.
    func seam(_ down: Float) -> Outline {
        .tapered(Self.across.map { point($0, down + ($0 == 0 ? 0.5 : 0)) }, width: 1.7, steps: 3)
    }
}
