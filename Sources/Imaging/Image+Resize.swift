extension Image {
    /// The image at another size, by antialiased bilinear interpolation.
    ///
    /// The filter is a triangle whose half-width is the reduction factor (1 where the image grows). It runs along the rows,
    /// then along the columns, each in 22-bit fixed point and rounded to 8 bits, so that results equal those of Pillow's
    /// `Image.resize(…, BILINEAR)`. The aspect ratio is not kept.
    ///
    /// - Precondition: `width` and `height` are at least 1, and the image is not empty.
    public func resized(width newWidth: Int, height newHeight: Int) -> Image {
        precondition(
            newWidth >= 1 && newHeight >= 1, "an image cannot be resized to \(newWidth)×\(newHeight)")
        precondition(width >= 1 && height >= 1, "an empty image cannot be resized")
        var result = self
        if newWidth != width { result = result.resizedAlongRows(to: newWidth) }
        if newHeight != height { result = result.resizedAlongColumns(to: newHeight) }
        return result
    }

    private func resizedAlongRows(to newWidth: Int) -> Image {
        let kernel = ResizeKernel(from: width, to: newWidth)
        let source = width * 3
        return Image(width: newWidth, height: height) { output in
            pixels.withUnsafeBufferPointer { input in
                kernel.weights.withUnsafeBufferPointer { weights in
                    var destination = output
                    for y in 0..<height {
                        let row = input.baseAddress! + y * source
                        for x in 0..<newWidth {
                            let span = kernel.spans[x]
                            var pixel = row + span.first * 3
                            var sum = SIMD4<Int32>(repeating: ResizeKernel.half)
                            for tap in x * kernel.stride..<x * kernel.stride + span.count {
                                let colors = SIMD4<Int32>(
                                    Int32(pixel[0]), Int32(pixel[1]), Int32(pixel[2]), 0)
                                sum &+= colors &* weights[tap]
                                pixel += 3
                            }
                            sum &>>= ResizeKernel.precision
                            destination[0] = UInt8(clamping: sum.x)
                            destination[1] = UInt8(clamping: sum.y)
                            destination[2] = UInt8(clamping: sum.z)
                            destination += 3
                        }
                    }
                }
            }
        }
    }

    private func resizedAlongColumns(to newHeight: Int) -> Image {
        let kernel = ResizeKernel(from: height, to: newHeight)
        let stride = width * 3
        return Image(width: width, height: newHeight) { output in
            pixels.withUnsafeBufferPointer { input in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: stride) { sums in
                    for y in 0..<newHeight {
                        let span = kernel.spans[y]
                        sums.initialize(repeating: ResizeKernel.half)
                        for tap in 0..<span.count {
                            let weight = kernel.weights[y * kernel.stride + tap]
                            let row = input.baseAddress! + (span.first + tap) * stride
                            for x in 0..<stride { sums[x] &+= Int32(row[x]) &* weight }
                        }
                        let destination = output + y * stride
                        for x in 0..<stride {
                            destination[x] = UInt8(clamping: sums[x] &>> ResizeKernel.precision)
                        }
                    }
                }
            }
        }
    }
}

/// For every output position, which inputs it takes and with what weights, in fixed point.
private struct ResizeKernel {
    /// Bits behind the point: 8 bits of pixel, one of sign and one to spare fit beside them in 32.
    static let precision: Int32 = 22
    static let half: Int32 = 1 << (precision - 1)

    /// How many weights are set aside for each output position.
    let stride: Int
    let weights: [Int32]
    let spans: [(first: Int, count: Int)]

    init(from inputCount: Int, to outputCount: Int) {
        let scale = Double(inputCount) / Double(outputCount)
        let halfWidth = max(scale, 1)
        let stride = Int(halfWidth.rounded(.up)) * 2 + 1
        var weights = [Int32](repeating: 0, count: outputCount * stride)
        let spans = (0..<outputCount).map { position in
            let center = (Double(position) + 0.5) * scale
            let first = max(Int(center - halfWidth + 0.5), 0)
            let end = min(Int(center + halfWidth + 0.5), inputCount)
            let triangle = (first..<end).map { max(0, 1 - abs((Double($0) - center + 0.5) / halfWidth)) }
            let total = triangle.reduce(0, +)
            for (tap, weight) in triangle.enumerated() {
                weights[position * stride + tap] = Int32(
                    (weight / total * Double(1 << Self.precision)).rounded())
            }
            return (first: first, count: end - first)
        }
        self.stride = stride
        self.weights = weights
        self.spans = spans
    }
}
