/// A convolution with very few output channels, seen as one that computes 2×2 pixels at a time.
///
/// Vector instructions work on sixteen output channels, so with three of them (an image) four fifths of the work are on
/// padding. A convolution of stride 2, whose window is one pixel larger each way and whose output channels are those of four
/// neighbouring pixels, gives the same numbers with a third of the work: pixel (2y + dy, 2x + dx) of channel o is its channel
/// (2 dy + dx) · O + o at (y, x), and that channel's weights are those of o moved by (dy, dx).
struct PixelGroups {
    /// The problem as it was.
    private let original: ConvolutionProblem
    /// The problem that oneDNN solves in its place.
    let problem: ConvolutionProblem

    private static let side = 2
    private static var pixels: Int { side * side }

    static func canCompute(_ problem: ConvolutionProblem) -> Bool {
        let output = problem.outputShape
        return problem.geometry.stride == 1 && problem.geometry.groups == 1
            && problem.weight[0] * pixels <= 16 && problem.weight[1] >= 16
            && problem.weight[2] > 1 && problem.weight[3] > 1
            && output[2].isMultiple(of: side) && output[3].isMultiple(of: side)
    }

    init(_ original: ConvolutionProblem) {
        self.original = original
        let weight = original.weight
        problem = ConvolutionProblem(
            input: original.input,
            weight: [
                Self.pixels * weight[0], weight[1], weight[2] + Self.side - 1, weight[3] + Self.side - 1,
            ],
            geometry: ConvolutionGeometry(
                stride: Self.side, padding: original.geometry.padding,
                sidePadding: original.geometry.sidePadding),
            dtype: original.dtype)
    }

    /// The weights of the grouped problem: each pixel's are the original ones, moved to where it looks.
    func grouped(weight: Buffer) -> Buffer {
        let result = CPUBackend.shared.filled(0, shape: problem.weight, layout: .plain)
        let plain = CPUBackend.shared.plainFloats(weight)
        let (x, y) = (plain.floats, result.floats)
        withExtendedLifetime(plain) {
            forEachWeightRow { row, place in
                (y + place).update(from: x + row, count: original.weight[3])
            }
        }
        return result
    }

    func grouped(bias: Buffer) -> Buffer {
        let backend = CPUBackend.shared
        return backend.concatenated([Buffer](repeating: bias, count: Self.pixels), axis: 0)
    }

    /// The original weights' gradient: the sum over the places where each was put.
    func ungrouped(weightGradient gradient: Buffer) -> Buffer {
        let result = CPUBackend.shared.filled(0, shape: original.weight, layout: .plain)
        let plain = CPUBackend.shared.plainFloats(gradient)
        let (x, y) = (plain.floats, result.floats)
        withExtendedLifetime(plain) {
            forEachWeightRow { row, place in
                for column in 0..<original.weight[3] { y[row + column] += x[place + column] }
            }
        }
        return result
    }

    /// Calls `body` with where each row of the original weights begins, and each of the places that it is put to.
    private func forEachWeightRow(_ body: (_ row: Int, _ place: Int) -> Void) {
        let (from, to) = (original.weight, problem.weight)
        for pixel in 0..<Self.pixels {
            for output in 0..<from[0] {
                for channel in 0..<from[1] {
                    for y in 0..<from[2] {
                        let row = ((output * from[1] + channel) * from[2] + y) * from[3]
                        let line = ((pixel * from[0] + output) * to[1] + channel) * to[2]
                        body(row, (line + y + pixel / Self.side) * to[3] + pixel % Self.side)
                    }
                }
            }
        }
    }

    /// An output's gradient `[N, O, H, W]` as the grouped problem's, `[N, 4 · O, H / 2, W / 2]`.
    func grouped(_ gradient: Buffer) -> Buffer {
        let backend = CPUBackend.shared
        let result = backend.make(problem.outputShape)
        let plain = backend.plainFloats(gradient)
        let (x, y) = (plain.floats, result.floats)
        withExtendedLifetime(plain) {
            forEachRow { row, group, width in
                for column in 0..<width { y[group + column] = x[row + Self.side * column] }
            }
        }
        return result
    }

    /// The grouped problem's output as the original's.
    func ungrouped(_ output: Buffer) -> Buffer {
        let backend = CPUBackend.shared
        let result = backend.make(original.outputShape)
        let plain = backend.plainFloats(output)
        let (x, y) = (plain.floats, result.floats)
        withExtendedLifetime(plain) {
            forEachRow { row, group, width in
                for column in 0..<width { y[row + Self.side * column] = x[group + column] }
            }
        }
        return backend.converted(result, to: original.dtype)
    }

    /// Calls `body`, on several threads, with the first element of each row of an original output that goes to one channel of
    /// the grouped one, where it goes, and how many elements do.
    private func forEachRow(_ body: (_ row: Int, _ group: Int, _ width: Int) -> Void) {
        let (shape, groups) = (original.outputShape, problem.outputShape)
        let channels = shape[1]
        let (height, width) = (groups[2], groups[3])
        ThreadPool.forEachRange(of: shape[0] * channels, grain: 1) { planes in
            for plane in planes {
                let (image, channel) = (plane / channels, plane % channels)
                for pixel in 0..<Self.pixels {
                    let target = (image * groups[1] + pixel * channels + channel) * height
                    for y in 0..<height {
                        let source = (plane * shape[2] + Self.side * y + pixel / Self.side) * shape[3]
                        body(source + pixel % Self.side, (target + y) * width, width)
                    }
                }
            }
        }
    }
}
