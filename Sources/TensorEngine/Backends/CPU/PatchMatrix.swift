/// The windows that a convolution looks at as the rows of a matrix, so that its weight gradient is one matrix product.
///
/// oneDNN's own kernels for it divide the work among threads by images and channels, and do badly where images are down to a
/// few pixels; a product does not care. With patches `[N · H′ · W′, kH · kW · C]` and output gradients `[N · H′ · W′, O]`, both of
/// them rows of pixels with the channels innermost, the weight gradient is `gradientsᵀ · patches`, `[O, kH, kW, C]`.
struct PatchMatrix {
    private let problem: ConvolutionProblem
    /// Where the patches of a larger image would take too much memory.
    private static let mostElements = 1 << 24
    /// Rows of pixels, channels innermost.
    private static let pixelRows = Layout(order: [0, 2, 3, 1], blocks: [])

    init(_ problem: ConvolutionProblem) { self.problem = problem }

    static func canCompute(_ problem: ConvolutionProblem) -> Bool {
        problem.geometry.groups == 1 && problem.weight[0] >= 16 && problem.weight[1] >= 16
            && problem.outputShape.reducing([1]).count * (problem.weight.count / problem.weight[0])
                <= mostElements
    }

    /// The weight gradient, `[O, C, kH, kW]` in single precision.
    func weightGradient(_ input: Buffer, _ gradient: Buffer) -> Buffer {
        let backend = CPUBackend.shared
        let output = problem.outputShape
        let pixels = output[0] * output[2] * output[3]
        let columns = problem.weight.count / problem.weight[0]
        let product = MatrixProducts(
            rows: output[1], inner: pixels, columns: columns, transposesFirst: true, dtype: problem.dtype)
        let result = backend.make(problem.weight, layout: Self.pixelRows)
        product.compute(
            backend.reordered(gradient, to: Self.pixelRows, as: problem.dtype).storage,
            patches(backend.reordered(input, to: Self.pixelRows)).storage, into: result.storage)
        return result
    }

    /// The patches of an image in rows of pixels.
    private func patches(_ image: Buffer) -> Buffer {
        let (weight, geometry) = (problem.weight, problem.geometry)
        let (input, output) = (problem.input, problem.outputShape)
        if weight[2] == 1, weight[3] == 1, geometry == ConvolutionGeometry(stride: 1, padding: 0) {
            return image
        }
        let bytes = input[1] * problem.dtype.byteCount
        let result = CPUBackend.shared.make(
            [output[0], output[2], output[3], weight.count / weight[0]], dtype: problem.dtype)
        let (from, to) = (image.bytes, result.bytes)
        withExtendedLifetime(image) {
            ThreadPool.forEachRange(of: output[0] * output[2], grain: 1) { rows in
                for row in rows {
                    var target = to + row * output[3] * weight[2] * weight[3] * bytes
                    let top = row % output[2] * geometry.stride - geometry.padding
                    for column in 0..<output[3] {
                        let left = column * geometry.stride - geometry.sidePadding
                        for y in top..<top + weight[2] {
                            for x in left..<left + weight[3] {
                                if (0..<input[2]).contains(y), (0..<input[3]).contains(x) {
                                    let pixel = (row / output[2] * input[2] + y) * input[3] + x
                                    target.copyMemory(from: from + pixel * bytes, byteCount: bytes)
                                } else {
                                    target.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                                }
                                target += bytes
                            }
                        }
                    }
                }
            }
        }
        return result
    }
}
