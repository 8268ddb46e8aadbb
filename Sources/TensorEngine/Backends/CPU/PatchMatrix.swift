internal import CKernels

/// The windows that a convolution looks at as the rows of a matrix, so that each of its products is one matrix product.
///
/// oneDNN's own kernels divide the work among threads by images and channels, and do badly where images are down to a few pixels;
/// a product does not care. With patches `[N · H′ · W′, kH · kW · C]`, weights `[O, kH · kW · C]` and outputs `[N · H′ · W′, O]`, all
/// with the channels innermost:
///
///     output = patches · weightsᵀ
///     weight gradient = output gradientᵀ · patches
///     patches' gradient = output gradient · weights
///
/// The input's gradient is the sum of the patches' where they overlap. All three take and give weights in one layout, `layout`, so that
/// nothing is copied between an update and the next use.
struct PatchMatrix {
    private let problem: ConvolutionProblem
    /// Where the patches of a larger image would take too much memory.
    private static let mostElements = 1 << 24
    /// Where there are more pixels than this, oneDNN's kernels are as fast, and need no patches.
    private static let mostPixels = 512
    /// Where there are more pixels than this, copying weights into oneDNN's layout costs little beside the products.
    private static let mostPixelsForLayout = 256
    /// Rows of pixels, channels innermost; of weights, rows of patches.
    static let layout = Layout(order: [0, 2, 3, 1], blocks: [])

    init(_ problem: ConvolutionProblem) { self.problem = problem }

    /// Whether the weight gradient can be computed this way.
    static func canComputeWeightGradient(_ problem: ConvolutionProblem) -> Bool {
        problem.geometry.groups == 1 && problem.weight[0] >= 16 && problem.weight[1] >= 16
            && problem.outputPixels * problem.patchLength <= mostElements
    }

    /// Whether the output and the input's gradient can be computed this way.
    static func canCompute(_ problem: ConvolutionProblem) -> Bool {
        problem.outputPixels <= mostPixels && canComputeWeightGradient(problem)
    }

    /// Whether weights had better lie in `layout`.
    static func isPreferred(for problem: ConvolutionProblem) -> Bool {
        problem.outputPixels <= mostPixelsForLayout && canCompute(problem)
    }

    /// The output, `[N, O, H′, W′]` in single precision and `layout`.
    func output(_ input: Buffer, _ weights: ConvolutionWeight) -> Buffer {
        let result = CPUBackend.shared.make(problem.outputShape, layout: Self.layout)
        MatrixProducts(
            rows: problem.outputPixels, inner: problem.patchLength, columns: problem.weight[0],
            transposesSecond: true, dtype: problem.dtype
        ).compute(patches(rows(input)).storage, arranged(weights).storage, into: result.storage)
        return result
    }

    /// The input's gradient, `[N, C, H, W]` in single precision and `layout`.
    func inputGradient(_ gradient: Buffer, _ weights: ConvolutionWeight) -> Buffer {
        let patches = CPUBackend.shared.make([problem.outputPixels, problem.patchLength])
        MatrixProducts(
            rows: problem.outputPixels, inner: problem.weight[0], columns: problem.patchLength,
            dtype: problem.dtype
        ).compute(rows(gradient).storage, arranged(weights).storage, into: patches.storage)
        return overlapped(patches)
    }

    /// The weight gradient, `[O, C, kH, kW]` in single precision and `layout`.
    func weightGradient(_ input: Buffer, _ gradient: Buffer) -> Buffer {
        let result = CPUBackend.shared.make(problem.weight, layout: Self.layout)
        MatrixProducts(
            rows: problem.weight[0], inner: problem.outputPixels, columns: problem.patchLength,
            transposesFirst: true, dtype: problem.dtype
        ).compute(rows(gradient).storage, patches(rows(input)).storage, into: result.storage)
        return result
    }

    private func rows(_ image: Buffer) -> Buffer {
        CPUBackend.shared.reordered(image, to: Self.layout, as: problem.dtype)
    }

    private func arranged(_ weights: ConvolutionWeight) -> Buffer {
        weights.arranged(for: problem, to: Self.layout, as: problem.dtype)
    }

    /// Whether a patch is a pixel, and each pixel one.
    private var patchesArePixels: Bool {
        problem.weight[2] == 1 && problem.weight[3] == 1
            && problem.geometry == ConvolutionGeometry(stride: 1, padding: 0)
    }

    /// The image of which patches are the windows' gradients: each pixel's is the sum over the windows that it is in.
    private func overlapped(_ patches: Buffer) -> Buffer {
        let (input, output) = (problem.input, problem.outputShape)
        if patchesArePixels {
            return Buffer(
                storage: patches.storage, shape: input, layout: Self.layout, dtype: .float32, device: .cpu)
        }
        let (vertical, horizontal) = (problem.verticalWindows, problem.horizontalWindows)
        let across = (0..<input[3]).map { horizontal.containing(pixel: $0) }
        let (channels, length) = (input[1], problem.patchLength)
        let result = CPUBackend.shared.make(input, layout: Self.layout)
        let (from, to) = (patches.floats, result.floats)
        /// The sum of what the windows in some rows and columns have for the pixel.
        func sum(
            image: Int, down: [Windows.Part], across: [Windows.Part], into pixel: UnsafeMutablePointer<Float>
        ) {
            pixel.initialize(repeating: 0, count: channels)
            for y in down {
                for x in across {
                    let patch = (image * output[2] + y.window) * output[3] + x.window
                    let part = y.offset * horizontal.size + x.offset
                    winnow_add(pixel, from + patch * length + part * channels, pixel, channels)
                }
            }
        }
        withExtendedLifetime(patches) {
            ThreadPool.forEachRange(of: input[0] * input[2], grain: 1) { rows in
                for row in rows {
                    let (image, y) = (row / input[2], row % input[2])
                    let down = vertical.containing(pixel: y)
                    for x in 0..<input[3] {
                        sum(
                            image: image, down: down, across: across[x],
                            into: to + (row * input[3] + x) * channels)
                    }
                }
            }
        }
        return result
    }

    /// The patches of an image in rows of pixels.
    private func patches(_ image: Buffer) -> Buffer {
        let (input, output) = (problem.input, problem.outputShape)
        if patchesArePixels { return image }
        let (vertical, horizontal) = (problem.verticalWindows, problem.horizontalWindows)
        let bytes = input[1] * problem.dtype.byteCount
        let patchBytes = problem.patchLength * problem.dtype.byteCount
        let result = CPUBackend.shared.make(
            [problem.outputPixels, problem.patchLength], dtype: problem.dtype)
        let (from, to) = (image.bytes, result.bytes)
        /// Copies one window's pixels; those outside of the image are zeros.
        func copy(image: Int, down: Range<Int>, across: Range<Int>, into patch: UnsafeMutableRawPointer) {
            var target = patch
            for y in down {
                for x in across {
                    if (0..<input[2]).contains(y), (0..<input[3]).contains(x) {
                        let pixel = (image * input[2] + y) * input[3] + x
                        target.copyMemory(from: from + pixel * bytes, byteCount: bytes)
                    } else {
                        target.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                    }
                    target += bytes
                }
            }
        }
        withExtendedLifetime(image) {
            ThreadPool.forEachRange(of: output[0] * output[2], grain: 1) { rows in
                for row in rows {
                    let (image, y) = (row / output[2], row % output[2])
                    for x in 0..<output[3] {
                        copy(
                            image: image, down: vertical.pixels(of: y), across: horizontal.pixels(of: x),
                            into: to + (row * output[3] + x) * patchBytes)
                    }
                }
            }
        }
        return result
    }
}

/// The windows of a convolution along one axis of the image.
private struct Windows {
    /// A window, and which of its pixels is meant.
    typealias Part = (window: Int, offset: Int)

    /// How many pixels each has.
    let size: Int
    let stride: Int
    let padding: Int
    let count: Int

    /// The pixels of a window, some of which may lie outside of the image.
    func pixels(of window: Int) -> Range<Int> {
        let first = window * stride - padding
        return first..<first + size
    }

    /// The windows that a pixel is in.
    func containing(pixel: Int) -> [Part] {
        (0..<size).compactMap { offset in
            let first = pixel + padding - offset
            guard first >= 0, first % stride == 0, first / stride < count else { return nil }
            return (first / stride, offset)
        }
    }
}

extension ConvolutionProblem {
    /// N · H′ · W′.
    fileprivate var outputPixels: Int { outputShape.reducing([1]).count }
    /// kH · kW · C.
    fileprivate var patchLength: Int { weight.count / weight[0] }

    fileprivate var verticalWindows: Windows {
        Windows(
            size: weight[2], stride: geometry.stride, padding: geometry.padding, count: outputShape[2])
    }

    fileprivate var horizontalWindows: Windows {
        Windows(
            size: weight[3], stride: geometry.stride, padding: geometry.sidePadding, count: outputShape[3])
    }
}
