/// Where the names of points go so that none lies over another, or over a point.
struct NamePlacement {
    /// A name that found a place.
    struct Place: Equatable {
        let x: Double
        let y: Double
        /// As SVG's `text-anchor`.
        let anchor: String
    }

    private struct Box {
        let left: Double
        let top: Double
        let right: Double
        let bottom: Double

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    private let bounds: Box
    private var taken: [Box]

    /// - Parameters:
    ///   - points: what no name may cover.
    ///   - left: the edges that no name may cross.
    init(around points: [(x: Double, y: Double)], left: Double, top: Double, right: Double, bottom: Double) {
        bounds = Box(left: left, top: top, right: right, bottom: bottom)
        taken = points.map { Box(left: $0.x - 5, top: $0.y - 5, right: $0.x + 5, bottom: $0.y + 5) }
    }

    /// A place beside a point, in type that is 10 high; nil where all around it is taken.
    mutating func place(_ name: String, x: Double, y: Double) -> Place? {
        let width = 5.6 * Double(name.count)
        let sides: [(x: Double, y: Double, anchor: String)] = [
            (x + 8, y + 3.5, "start"), (x - 8, y + 3.5, "end"), (x, y - 9, "middle"), (x, y + 16, "middle"),
            (x + 6, y - 6, "start"), (x - 6, y - 6, "end"), (x + 6, y + 13, "start"), (x - 6, y + 13, "end"),
        ]
        for side in sides {
            let left =
                switch side.anchor {
                case "start": side.x
                case "end": side.x - width
                default: side.x - width / 2
                }
            let box = Box(left: left, top: side.y - 8.5, right: left + width, bottom: side.y + 2)
            guard box.left >= bounds.left, box.right <= bounds.right, box.top >= bounds.top,
                box.bottom <= bounds.bottom, !taken.contains(where: box.overlaps)
            else { continue }
            taken.append(box)
            return Place(x: side.x, y: side.y, anchor: side.anchor)
        }
        return nil
    }
}
