/// How much of each pixel a shape covers, over the rectangle that the shape touches.
struct Mask {
    /// The rectangle, in pixels of the canvas.
    let columns: Range<Int>
    let rows: Range<Int>
    /// In [0, 1], row by row.
    private(set) var coverage: [Float]

    private var width: Int { columns.count }

    /// The exact area coverage of the polygons.
    ///
    /// Each edge adds the signed area to its right; a running sum along the row turns that into coverage, so the cost is one
    /// pass over the rectangle however many edges there are. Polygons that turn against each other cut holes.
    ///
    /// - Parameters:
    ///   - polygons: in pixels.
    ///   - margin: empty pixels to leave around them, for a blur to spread into.
    init(_ polygons: [[Point]], canvas: (width: Int, height: Int), margin: Int = 0) {
        var low = Point(.infinity, .infinity)
        var high = Point(-.infinity, -.infinity)
        for polygon in polygons {
            for point in polygon {
                low = pointwiseMin(low, point)
                high = pointwiseMax(high, point)
            }
        }
        let rim = Float(margin)
        columns = Canvas.pixels(from: low.x - rim, to: high.x + rim, of: canvas.width)
        rows = Canvas.pixels(from: low.y - rim, to: high.y + rim, of: canvas.height)
        coverage = []
        guard !columns.isEmpty, !rows.isEmpty else { return }
        coverage = [Float](repeating: 0, count: columns.count * rows.count)
        let origin = Point(Float(columns.lowerBound), Float(rows.lowerBound))
        let size = (columns.count, rows.count)
        coverage.withUnsafeMutableBufferPointer { area in
            for polygon in polygons {
                for index in polygon.indices {
                    let next = index + 1 == polygon.count ? 0 : index + 1
                    Mask.addEdge(polygon[index] - origin, polygon[next] - origin, to: area, size: size)
                }
            }
            for row in 0..<size.1 {
                var sum: Float = 0
                for index in row * size.0..<(row + 1) * size.0 {
                    sum += area[index]
                    area[index] = min(abs(sum), 1)
                }
            }
        }
    }

    /// Adds one edge's signed area to the differences along each row it crosses.
    private static func addEdge(
        _ start: Point, _ end: Point, to area: UnsafeMutableBufferPointer<Float>,
        size: (width: Int, height: Int)
    ) {
        guard start.y != end.y else { return }
        let direction: Float = start.y < end.y ? 1 : -1
        let (top, bottom) = start.y < end.y ? (start, end) : (end, start)
        let slope = (bottom.x - top.x) / (bottom.y - top.y)
        let firstRow = Int(max(0, top.y))
        let lastRow = min(size.height, Int(max(0, bottom.y.rounded(.up))))
        guard firstRow < lastRow else { return }
        let limit = Float(size.width)
        for row in firstRow..<lastRow {
            let y0 = max(Float(row), top.y)
            let y1 = min(Float(row + 1), bottom.y)
            guard y1 > y0 else { continue }
            let share = (y1 - y0) * direction
            let xa = max(0, min(limit, top.x + (y0 - top.y) * slope))
            let xb = max(0, min(limit, top.x + (y1 - top.y) * slope))
            let (x0, x1) = xa < xb ? (xa, xb) : (xb, xa)
            let (first, last) = (Int(x0), Int(x1))
            let line = row * size.width
            if first == last {
                guard first < size.width else { continue }
                let inside = 1 - ((x0 + x1) / 2 - Float(first))
                area[line + first] += share * inside
                if first + 1 < size.width { area[line + first + 1] += share * (1 - inside) }
                continue
            }
            // Over a column the edge is a ramp: what a column covers is the integral of the share that lies left of it.
            let density = share / (x1 - x0)
            var before: Float = 0
            for column in first...min(last + 1, size.width - 1) {
                let left = Float(column)
                let right = left + 1
                let (from, to) = (max(x0, left), min(x1, right))
                var covered: Float = 0
                if to > from {
                    covered += density * ((from - x0) * (to - from) + (to - from) * (to - from) / 2)
                }
                if right > x1 { covered += share * (right - max(x1, left)) }
                area[line + column] += covered - before
                before = covered
            }
        }
    }

    /// The coverage of one pixel; 0 outside the rectangle.
    @inline(__always)
    func value(_ column: Int, _ row: Int) -> Float {
        guard columns.contains(column), rows.contains(row) else { return 0 }
        return coverage[(row - rows.lowerBound) * columns.count + column - columns.lowerBound]
    }

    /// The mask with soft edges: three box blurs of the given radius, which come close to a Gaussian.
    func blurred(_ radius: Int) -> Mask {
        guard radius > 0, !coverage.isEmpty else { return self }
        var result = self
        var scratch = coverage
        for _ in 0..<2 {
            Mask.blur(
                result.coverage, into: &scratch, lines: rows.count, length: width, step: 1, stride: width,
                radius)
            Mask.blur(
                scratch, into: &result.coverage, lines: width, length: rows.count, step: width, stride: 1,
                radius)
        }
        return result
    }

    private static func blur(
        _ source: [Float], into target: inout [Float], lines: Int, length: Int, step: Int, stride: Int,
        _ radius: Int
    ) {
        let scale = 1 / Float(2 * radius + 1)
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for line in 0..<lines {
                    let base = line * stride
                    var sum: Float = 0
                    for index in 0..<min(radius, length) { sum += source[base + index * step] }
                    for index in 0..<length {
                        if index + radius < length { sum += source[base + (index + radius) * step] }
                        if index - radius > 0 { sum -= source[base + (index - radius - 1) * step] }
                        target[base + index * step] = sum * scale
                    }
                }
            }
        }
    }
}
