import Foundation

/// Where the parts of a head lie, once it is shaped, turned and moved by its expression.
struct FaceGeometry {
    /// Half the width at the cheekbones.
    let halfWidth: Float
    /// The height of the top of the skull.
    let crown: Float
    /// The height of the chin, the jaw dropped as far as the mouth is open.
    let chin: Float
    /// The height of the nose's base.
    let noseBase: Float
    /// The height of the line between the lips at rest.
    let mouth: Float
    /// How far the middle of the face moves when the head turns.
    let turn: Float
    private let sine: Float
    private let cosine: Float
    private let bow: Float
    private let shape: FaceParameters.Shape

    init(_ face: FaceParameters) {
        shape = face.shape
        let age = face.skin.wrinkles
        halfWidth = face.shape.halfWidth * (1 + 0.05 * face.shape.chubbiness)
        crown = -66
        chin = face.shape.chinDrop + 4.5 * face.expression.open
        noseBase = 25.5 * face.nose.length + 1.5 * age
        mouth = noseBase + 14.5 + 0.06 * (face.shape.chinDrop - 65)
        sine = sin(face.pose.yaw)
        cosine = cos(face.pose.yaw)
        bow = sin(face.pose.pitch)
        turn = 0.62 * halfWidth * sine
    }

    /// Where a point of the face's front lands when the head is turned; `lift` is how far it stands out of the face.
    func surface(_ x: Float, _ y: Float, lift: Float = 0) -> Point {
        let across = min(1, abs(x) / (halfWidth * 1.08))
        let down = (y + 2) / 74
        let depth =
            0.74 * halfWidth * max(0.05, 1 - across * across).squareRoot() * (1 - 0.18 * down * down) + lift
        return Point(x * cosine + depth * sine - turn * 0.55, y + (depth - 12) * bow * 0.55)
    }

    /// Where a point of the head's outline lands: the outline keeps its width, and the chin swings out.
    func rim(_ x: Float, _ y: Float) -> Point {
        let swing = smoothstep(-30, 60, y)
        return Point(x + turn * (0.62 * swing - 0.34), y + bow * (6 * swing - 3))
    }

    /// Half the width of the head's outline at a height.
    func rimHalfWidth(at y: Float) -> Float {
        let points = rightSide
        guard let below = points.firstIndex(where: { $0.y >= y }), below > 0 else {
            return y < points[0].y ? 0 : points[points.count - 1].x
        }
        let (upper, lower) = (points[below - 1], points[below])
        return mix(upper.x, lower.x, (y - upper.y) / max(lower.y - upper.y, 1e-3))
    }

    /// The right half of the outline, from the crown to beside the chin.
    private var rightSide: [Point] {
        let a = halfWidth
        let (jaw, fat) = (shape.jaw, shape.chubbiness)
        let drop = chin
        return [
            Point(a * 0.50, crown + 4), Point(a * 0.88, crown + 24), Point(a * 0.99, crown + 48),
            Point(a * 0.985, 4), Point(a * (0.90 + 0.055 * jaw + 0.03 * fat), drop * 0.40),
            Point(a * (0.68 + 0.105 * jaw + 0.085 * fat), drop * 0.69),
            Point(a * (0.425 + 0.095 * jaw + 0.10 * fat), drop * 0.89),
            Point(a * (0.185 + 0.08 * jaw + 0.06 * fat), drop * 0.985),
        ]
    }

    /// The outline of the bare head.
    var head: Outline {
        let right = rightSide.map { rim($0.x, $0.y) }
        let left = rightSide.reversed().map { rim(-$0.x, $0.y) }
        return .smooth([rim(0, crown)] + right + [rim(0, chin)] + left)
    }

    /// The middle of the head's ellipsoid, for shading.
    var center: Point { rim(0, 0) + Point(turn * 0.1, (crown + chin) / 2) }

    /// Its half axes.
    var radii: Point { Point(halfWidth * 1.04, (chin - crown) / 2 * 1.03) }
}
