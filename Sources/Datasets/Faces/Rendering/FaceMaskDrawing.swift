/// A mask before mouth and nose, or where else it is worn.
extension FaceScene {
    mutating func drawFaceMask() {
        guard let mask = face.wearing.mask else { return }
        let cut = FaceMaskCut(mask, geometry)
        drawEarLoops(cut, color: mix(mask.color, RGB(1, 1, 1), 0.5) * 0.92)
        let outline = cut.outline
        canvas.multiply(
            canvas.mask(outline, softness: 2.2, offset: Point(-light.x * 2, 1.5)), opacity: 0.5,
            by: RGB(0.62, 0.52, 0.50))
        let shape = canvas.mask(outline)
        let (center, radii) = (cut.center, cut.radii)
        let (lighting, weave) = (lighting, noise.named(21))
        let color = mask.color
        canvas.paint(shape) { point, _ in
            let place = (point - center) / radii
            let lit = lighting.shading(
                max(-0.95, min(0.95, place.x * 0.9)), max(-0.6, min(0.6, place.y * 0.55)))
            let fibre = weave.value(point.x * 1.3, point.y * 1.3) * 0.02
            return color * lighting.color * (lit * 0.96 + fibre)
        }
        drawFolds(cut, mask.kind, within: shape)
        // The hem all around, and the wire over the nose.
        canvas.multiply(
            canvas.mask(.stroke(cut.rim + [cut.rim[0]], steps: 1) { _ in 1.8 }), opacity: 0.35, within: shape,
            by: RGB(0.72, 0.72, 0.74))
        canvas.paint(
            canvas.mask(.tapered(cut.wire, width: 2), softness: 0.6), opacity: 0.35, within: shape,
            color: mix(color, RGB(1, 1, 1), 0.7))
    }

    private mutating func drawEarLoops(_ cut: FaceMaskCut, color: RGB) {
        for side in [Float(-1), 1] {
            let (upper, lower) = cut.loopEnds(side)
            let ear = ear(side)
            for (end, turn) in [(upper, ear + Point(side * 2, -9)), (lower, ear + Point(side * 1, 9))] {
                let loop = Outline.stroke([end, mix(end, turn, 0.55), turn], steps: 4) { _ in 1.3 }
                canvas.paint(canvas.mask(loop), color: color)
            }
        }
    }

    /// What shows how the mask is made.
    private mutating func drawFolds(_ cut: FaceMaskCut, _ kind: FaceMask.Kind, within shape: Mask) {
        func fold(_ knots: [Point], width: Float, strength: Float) {
            canvas.multiply(
                canvas.mask(.tapered(knots, width: width), softness: 0.8), opacity: strength, within: shape,
                by: RGB(0.62, 0.62, 0.66))
            canvas.paint(
                canvas.mask(
                    .tapered(knots, width: width * 0.8), softness: 0.8, offset: Point(0, width * 0.8)),
                opacity: 0.3 * strength, within: shape, color: RGB(1, 1, 1))
        }
        switch kind {
        case .surgical:
            for share in [Float(0.3), 0.5, 0.7] { fold(cut.line(across: share), width: 1.8, strength: 0.6) }
        case .cloth:
            fold(cut.seam, width: 1.6, strength: 0.55)
        case .folded:
            fold(cut.line(across: 0.46), width: 2.6, strength: 0.75)
        }
    }
}

/// Where a mask's edges lie on a face.
struct FaceMaskCut {
    private let geometry: FaceGeometry
    /// The heights of the upper edge at the middle, the upper corners, the lower corners and the lower edge.
    private let heights: (top: Float, upper: Float, lower: Float, bottom: Float)
    /// How far the upper edge stands out of the face at the middle.
    private let lift: Float

    init(_ mask: FaceMask, _ geometry: FaceGeometry) {
        self.geometry = geometry
        let (chin, mouth, nose) = (geometry.chin, geometry.mouth, geometry.noseBase)
        switch mask.position {
        case .worn:
            heights = (nose - 15, nose - 6, chin - 14, chin + 4)
            lift = 11
        case .belowNose:
            heights = (nose + 4.5, nose + 7, chin - 10, chin + 6)
            lift = 5
        case .belowChin:
            heights = (mouth + 17, mouth + 13, chin + 3, chin + 22)
            lift = 3
        }
    }

    /// Half the mask's width at a height: the face's there, less what the mask leaves of the cheeks.
    private func halfWidth(at y: Float) -> Float {
        let own = min(y, geometry.chin - 9)
        return geometry.rimHalfWidth(at: own) * (y > geometry.chin ? 0.94 : 1) + 0.6
    }

    private func corner(_ side: Float, _ y: Float) -> Point { geometry.rim(side * halfWidth(at: y), y) }

    /// The upper edge, from the viewer's left to the right.
    private var upperEdge: [Point] {
        let rise = heights.upper - heights.top
        let inner = [Float(-0.62), -0.3, 0, 0.3, 0.62].map { share in
            geometry.surface(
                share * geometry.halfWidth, heights.top + rise * 1.1 * abs(share),
                lift: lift * (1 - abs(share)))
        }
        return [corner(-1, heights.upper)] + inner + [corner(1, heights.upper)]
    }

    /// The lower edge, from the viewer's right to the left.
    private var lowerEdge: [Point] {
        let half = halfWidth(at: heights.lower)
        return [
            corner(1, (heights.upper + heights.lower) / 2), corner(1, heights.lower),
            geometry.rim(half * 0.55, heights.bottom - 2), geometry.rim(0, heights.bottom),
            geometry.rim(-half * 0.55, heights.bottom - 2), corner(-1, heights.lower),
            corner(-1, (heights.upper + heights.lower) / 2),
        ]
    }

    /// The edge all around, as a fine polygon.
    var rim: [Point] { Outline.curve(upperEdge + lowerEdge, closed: true, steps: 5) }

    var outline: Outline { Outline(points: rim) }

    /// The wire in the middle of the upper edge.
    var wire: [Point] { upperEdge[2...4].map { $0 + Point(0, 2) } }

    /// The middle of the mask's bulge, for shading.
    var center: Point { geometry.surface(0, (heights.top + heights.bottom) / 2, lift: lift * 0.5) }

    /// Its half axes.
    var radii: Point { Point(halfWidth(at: heights.upper) * 1.05, (heights.bottom - heights.top) / 2 * 1.1) }

    /// Where the loop to an ear begins: at the upper and at the lower corner.
    func loopEnds(_ side: Float) -> (upper: Point, lower: Point) {
        (
            corner(side, heights.upper) - Point(side * 1.5, -1.5),
            corner(side, heights.lower) - Point(side * 1.5, 1.5)
        )
    }

    /// A line from side to side, at a share of the way from the upper to the lower edge.
    func line(across share: Float) -> [Point] {
        let middle = mix(heights.top, heights.bottom, share)
        let side = mix(heights.upper, heights.lower, share)
        return [
            corner(-1, side), geometry.surface(-0.5 * geometry.halfWidth, mix(side, middle, 0.7), lift: 4),
            geometry.surface(0, middle, lift: 8),
            geometry.surface(0.5 * geometry.halfWidth, mix(side, middle, 0.7), lift: 4), corner(1, side),
        ]
    }

    /// The line down the middle.
    var seam: [Point] {
        [Float(0.04), 0.35, 0.7, 0.97].map {
            geometry.surface(0, mix(heights.top, heights.bottom, $0), lift: lift * (1 - $0))
        }
    }
}
