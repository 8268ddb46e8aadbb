internal import CImaging

extension Image {
    /// The image at another size, by antialiased bilinear interpolation.
    ///
    /// The filter is a triangle whose half-width is the reduction factor (1 where the image grows). It runs along the rows,
    /// then along the columns, each in 22-bit fixed point and rounded to 8 bits, so that results equal those of Pillow's
    /// `Image.resize(…, BILINEAR)`; by 1 at most they may differ from those of Pillow 13, which begins with the columns where one
    /// axis shrinks and the other does not. The aspect ratio is not kept.
    ///
    /// - Precondition: `width` and `height` are at least 1, and the image is not empty.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        resized(
            PixelRectangle(x: 0, y: 0, width: width, height: height), width: newWidth, height: newHeight,
            keeping: PixelRectangle(x: 0, y: 0, width: newWidth, height: newHeight))
    }

    /// A part of the image at another size, and of that a part, mirrored where asked for: what cropping, ``resized(width:height:)``,
    /// cropping and ``flippedHorizontally()`` give one after the other, without the pixels that nobody sees.
    ///
    /// - Parameters:
    ///   - part: what is cut out first; not empty.
    ///   - width: of that part when it has been resized, at least 1.
    ///   - height: of that part when it has been resized, at least 1.
    ///   - window: what stays of it.
    ///   - mirrored: whether left and right change places in the end.
    /// - Precondition: `part` lies within the image, and `window` within `width` × `height`.
    public func resized(
        _ part: PixelRectangle, width newWidth: Int, height newHeight: Int, keeping window: PixelRectangle,
        mirrored: Bool = false
    ) -> Image {
        precondition(
            newWidth >= 1 && newHeight >= 1, "an image cannot be resized to \(newWidth)×\(newHeight)")
        precondition(part.width >= 1 && part.height >= 1, "an empty image cannot be resized")
        precondition(
            part.lies(withinWidth: width, height: height)
                && window.lies(withinWidth: newWidth, height: newHeight),
            "\(part) of \(width)×\(height) pixels, of that at \(newWidth)×\(newHeight) \(window)")
        if part.width == newWidth && part.height == newHeight {
            let crop = cropped(
                x: part.x + window.x, y: part.y + window.y, width: window.width, height: window.height)
            return mirrored ? crop.flippedHorizontally() : crop
        }
        let columns = ResizeAxis(from: part.width, to: newWidth)
        let rows =
            part.width == part.height && newWidth == newHeight
            ? columns : ResizeAxis(from: part.height, to: newHeight)
        return resized(part, columns, rows, window, mirrored)
    }

    /// Along the rows of the pixels that the window's rows are made of, then along the columns.
    private func resized(
        _ part: PixelRectangle, _ columns: ResizeAxis, _ rows: ResizeAxis, _ window: PixelRectangle,
        _ mirrored: Bool
    ) -> Image {
        let needed = rows.inputs(of: window.y..<window.y + window.height)
        let stride = window.width * 3
        return Image(width: window.width, height: window.height) { output in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: needed.count * stride) { narrowed in
                pixels.withUnsafeBufferPointer { input in
                    let start = ((part.y + needed.lowerBound) * width + part.x) * 3
                    columns.withAxis {
                        winnow_resize_rows(
                            input.baseAddress! + start, width, narrowed.baseAddress!, needed.count, window.x,
                            window.width, mirrored ? 1 : 0, $0)
                    }
                }
                rows.withAxis {
                    winnow_resize_columns(
                        narrowed.baseAddress!, needed.lowerBound, output, stride, window.y, window.height, $0)
                }
            }
        }
    }
}

/// For every output position along one axis, which inputs it takes and with what weights, in fixed point.
private struct ResizeAxis {
    private let taps: Int
    private let first: [Int32]
    private let weights: [Int32]

    init(from inputCount: Int, to outputCount: Int) {
        let scale = Double(inputCount) / Double(outputCount)
        let halfWidth = max(scale, 1)
        // Pillow multiplies by the inverse; to divide would round otherwise.
        let inverse = 1 / halfWidth
        func center(_ position: Int) -> Double { (Double(position) + 0.5) * scale }
        let spans = (0..<outputCount).map { position in
            max(
                Int(center(position) - halfWidth + 0.5), 0)..<min(
                    Int(center(position) + halfWidth + 0.5), inputCount)
        }
        // Where a position has fewer inputs than others, weights of 0 fill up.
        let taps = spans.map(\.count).max() ?? 0
        var first = [Int32](repeating: 0, count: outputCount)
        var weights = [Int32](repeating: 0, count: outputCount * taps)
        for (position, span) in spans.enumerated() {
            func triangle(_ input: Int) -> Double {
                max(0, 1 - abs((Double(input) - center(position) + 0.5) * inverse))
            }
            var total = 0.0
            for input in span { total += triangle(input) }
            let begin = min(span.lowerBound, inputCount - taps)
            first[position] = Int32(begin)
            for input in span {
                weights[position * taps + input - begin] = Int32(
                    (triangle(input) / total * Double(1 << WINNOW_RESIZE_PRECISION)).rounded())
            }
        }
        (self.taps, self.first, self.weights) = (taps, first, weights)
    }

    /// The inputs that some output positions take together; none for none.
    func inputs(of outputs: Range<Int>) -> Range<Int> {
        guard !outputs.isEmpty else { return 0..<0 }
        return Int(first[outputs.lowerBound])..<Int(first[outputs.upperBound - 1]) + taps
    }

    func withAxis(_ body: (winnow_resize_axis) -> Void) {
        first.withUnsafeBufferPointer { first in
            weights.withUnsafeBufferPointer { weights in
                body(winnow_resize_axis(taps: taps, first: first.baseAddress, weights: weights.baseAddress))
            }
        }
    }
}
