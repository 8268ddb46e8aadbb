/// The picture being painted, and where the face's coordinates lie in it.
struct Canvas {
    let width: Int
    let height: Int
    var frame: Frame
    private(set) var pixels: [RGB]

    init(width: Int, height: Int, frame: Frame) {
        self.width = width
        self.height = height
        self.frame = frame
        pixels = [RGB](repeating: .zero, count: width * height)
    }

    /// The shape's coverage of the pixels.
    ///
    /// - Parameter softness: the radius of a blur, in face units.
    func mask(_ outlines: Outline..., softness: Float = 0, offset: Point = .zero) -> Mask {
        let radius = softness > 0 ? max(1, Int((softness * frame.scale).rounded())) : 0
        let polygons = outlines.map { outline in outline.points.map { frame.pixel($0 + offset) } }
        return Mask(polygons, canvas: (width, height), margin: 2 * radius).blurred(radius)
    }

    /// Paints over the pixels that the mask covers: `shade` turns a point and the colour below into the new colour.
    @inline(__always)
    mutating func paint(
        _ mask: Mask, opacity: Float = 1, within clip: Mask? = nil, _ shade: (Point, RGB) -> RGB
    ) {
        let frame = self.frame
        let width = self.width
        guard !mask.coverage.isEmpty else { return }
        pixels.withUnsafeMutableBufferPointer { pixels in
            mask.coverage.withUnsafeBufferPointer { coverage in
                var source = 0
                for row in mask.rows {
                    var point = frame.face(Point(Float(mask.columns.lowerBound) + 0.5, Float(row) + 0.5))
                    for column in mask.columns {
                        var share = coverage[source] * opacity
                        if let clip, share > 0 { share *= clip.value(column, row) }
                        if share > 0.002 {
                            let index = row * width + column
                            let below = pixels[index]
                            pixels[index] = mix(below, shade(point, below), share)
                        }
                        source += 1
                        point += frame.step
                    }
                }
            }
        }
    }

    /// Paints one colour.
    mutating func paint(_ mask: Mask, opacity: Float = 1, within clip: Mask? = nil, color: RGB) {
        paint(mask, opacity: opacity, within: clip) { _, _ in color }
    }

    /// Multiplies by a colour: shadow below white, light above.
    mutating func multiply(_ mask: Mask, opacity: Float = 1, within clip: Mask? = nil, by factor: RGB) {
        paint(mask, opacity: opacity, within: clip) { _, below in below * factor }
    }

    /// Works on an ellipse that fades from its centre to nothing at its rim.
    ///
    /// - Parameter strength: how much of the new colour the centre takes.
    @inline(__always)
    mutating func glow(
        _ center: Point, _ radii: Point, strength: Float, within clip: Mask? = nil, _ shade: (RGB) -> RGB
    ) {
        let middle = frame.pixel(center)
        let reach = max(radii.x, radii.y) * frame.scale
        let columns = Canvas.pixels(from: middle.x - reach, to: middle.x + reach, of: width)
        let rows = Canvas.pixels(from: middle.y - reach, to: middle.y + reach, of: height)
        guard !columns.isEmpty, !rows.isEmpty else { return }
        let frame = self.frame
        let width = self.width
        pixels.withUnsafeMutableBufferPointer { pixels in
            for row in rows {
                var point = frame.face(Point(Float(columns.lowerBound) + 0.5, Float(row) + 0.5))
                for column in columns {
                    let offset = (point - center) / radii
                    point += frame.step
                    let fade = max(0, 1 - (offset * offset).sum())
                    guard fade > 0 else { continue }
                    var share = fade * fade * strength
                    if let clip { share *= clip.value(column, row) }
                    let index = row * width + column
                    pixels[index] = mix(pixels[index], shade(pixels[index]), share)
                }
            }
        }
    }

    /// The whole pixels that touch an interval, of those that there are; empty where none does.
    static func pixels(from low: Float, to high: Float, of count: Int) -> Range<Int> {
        guard low.isFinite, high.isFinite else { return 0..<0 }
        let limit = Float(count)
        let last = Int(max(0, min(limit, high.rounded(.up))))
        return min(last, Int(max(0, min(limit, low.rounded(.down)))))..<last
    }

    /// Replaces every pixel by what `shade` makes of its place and colour; the place is in pixels.
    @inline(__always)
    mutating func finish(_ shade: (Int, Int, RGB) -> RGB) {
        for row in 0..<height {
            for column in 0..<width {
                pixels[row * width + column] = shade(column, row, pixels[row * width + column])
            }
        }
    }

    /// Blurs the picture with a box of the given radius, in pixels and not necessarily whole, twice in each direction.
    mutating func blur(_ radius: Float) {
        let whole = Int(radius)
        let part = radius - Float(whole)
        let scale = 1 / (2 * radius + 1)
        var scratch = pixels
        func pass(_ source: [RGB], _ target: inout [RGB], lines: Int, length: Int, step: Int, stride: Int) {
            for line in 0..<lines {
                func pixel(_ index: Int) -> RGB {
                    source[line * stride + max(0, min(length - 1, index)) * step]
                }
                for index in 0..<length {
                    var sum = (pixel(index - whole - 1) + pixel(index + whole + 1)) * part
                    for offset in -whole...whole { sum += pixel(index + offset) }
                    target[line * stride + index * step] = sum * scale
                }
            }
        }
        for _ in 0..<2 {
            pass(pixels, &scratch, lines: height, length: width, step: 1, stride: width)
            pass(scratch, &pixels, lines: width, length: height, step: width, stride: 1)
        }
    }
}

/// Where face units lie among the pixels: a turn, a scale and a shift.
struct Frame {
    /// Pixels a face unit.
    let scale: Float
    private let origin: Point
    private let axis: Point

    /// - Parameters:
    ///   - origin: the pixel of the point between the eyes.
    ///   - scale: pixels a face unit.
    ///   - cosine: of the head's turn in the picture, clockwise.
    ///   - sine: of the same.
    init(origin: Point, scale: Float, cosine: Float, sine: Float) {
        self.origin = origin
        self.scale = scale
        axis = Point(cosine, sine)
    }

    /// The pixel of a face point.
    func pixel(_ point: Point) -> Point {
        origin + scale * Point(axis.x * point.x - axis.y * point.y, axis.y * point.x + axis.x * point.y)
    }

    /// The face point of a pixel.
    @inline(__always)
    func face(_ pixel: Point) -> Point {
        let offset = (pixel - origin) / scale
        return Point(axis.x * offset.x + axis.y * offset.y, axis.x * offset.y - axis.y * offset.x)
    }

    /// How the face point moves from a pixel to the one on its right.
    @inline(__always)
    var step: Point { Point(axis.x, -axis.y) / scale }
}
