import Foundation

/// A closed polygon, fine enough to look curved.
struct Outline {
    var points: [Point]

    /// The smooth closed curve through the points (Catmull–Rom).
    static func smooth(_ knots: [Point], steps: Int = 5) -> Outline {
        Outline(points: curve(knots, closed: true, steps: steps))
    }

    /// An ellipse.
    static func ellipse(_ center: Point, _ radii: Point, steps: Int = 24) -> Outline {
        Outline(
            points: (0..<steps).map { step in
                let angle = 2 * Float.pi * Float(step) / Float(steps)
                return center + radii * Point(cos(angle), sin(angle))
            })
    }

    /// A brush stroke along the smooth open curve through `knots`; `width` gives the full width at each share of the way.
    static func stroke(_ knots: [Point], steps: Int = 5, width: (Float) -> Float) -> Outline {
        let spine = curve(knots, closed: false, steps: steps)
        var left: [Point] = []
        var right: [Point] = []
        for (index, point) in spine.enumerated() {
            let along = spine[min(index + 1, spine.count - 1)] - spine[max(index - 1, 0)]
            let size = max(length(along), 1e-4)
            let half = width(Float(index) / Float(spine.count - 1)) / 2
            let across = Point(-along.y, along.x) / size * half
            left.append(point + across)
            right.append(point - across)
        }
        return Outline(points: left + right.reversed())
    }

    /// A stroke that is thickest in the middle and tapers to both ends.
    static func tapered(_ knots: [Point], width: Float, steps: Int = 5) -> Outline {
        stroke(knots, steps: steps) { share in width * (0.12 + 0.88 * (4 * share * (1 - share)).squareRoot())
        }
    }

    /// The points of the Catmull–Rom curve through `knots`.
    static func curve(_ knots: [Point], closed: Bool, steps: Int) -> [Point] {
        let count = knots.count
        func knot(_ index: Int) -> Point {
            closed ? knots[(index + count) % count] : knots[max(0, min(count - 1, index))]
        }
        var points: [Point] = []
        points.reserveCapacity(count * steps + 1)
        for segment in 0..<(closed ? count : count - 1) {
            let (a, b, c, d) = (knot(segment - 1), knot(segment), knot(segment + 1), knot(segment + 2))
            for step in 0..<steps {
                let t = Float(step) / Float(steps)
                let linear = c - a
                let square = 2 * a - 5 * b + 4 * c - d
                let cube = 3 * b - a - 3 * c + d
                let bend = (square + cube * t) * t
                points.append(0.5 * (2 * b + (linear + bend) * t))
            }
        }
        if !closed { points.append(knots[count - 1]) }
        return points
    }
}
