internal import CKernels

/// A convolution by Winograd's minimal filtering, m × m outputs at a time (Lavin and Gray, 2016).
///
/// An output of m × m pixels depends on n × n inputs, n = m + r − 1 for windows of r × r. Between two small linear maps of
/// inputs and outputs the convolution becomes n² products of numbers where the definition has m² · r²; over all tiles and
/// channels these are n² products of matrices: tiles × channels with channels × outputs. Windows of 4 × 4 and stride 2 are the sum of
/// four of 2 × 2 and stride 1, one for each parity of row and column, so that their matrices are four times as wide.
///
/// The gradients are the adjoint of each step, and take the same matrices of weights. Products are in single precision, and so are
/// their factors, whatever the images are in. `roundedWinograd2` alone rounds factors to bf16: outputs of 2 × 2 at a time are then 1.6
/// times as wrong as the direct convolution's in bf16. Of 4 × 4, they would be nine times as wrong.
struct Winograd {
    private let problem: ConvolutionProblem
    private let scheme: winnow_winograd_scheme
    /// m.
    private let side: Int
    /// Of the products' factors.
    private let factors: DType
    /// n², how many matrices there are of each kind.
    private let positions: Int
    /// How many tiles an image has.
    private let down: Int
    private let across: Int

    /// Channels come in groups of this many: as many numbers as are worked on at once.
    private static let group = 8
    /// The same where factors are made of them.
    private let factorGroup: Int
    /// Bytes of the matrices of inputs and outputs that threads work on together.
    private static let sharedBytes = 4 << 20
    /// The same of a thread alone: about what a core's caches hold.
    private static let ownBytes = 2 << 20
    /// Tiles below which the products would read the weights too often.
    private static let fewestTiles = 64
    /// Where the transformed weights would take too much memory.
    private static let mostWeights = 1 << 25

    /// - Parameter algorithm: `winograd2`, `roundedWinograd2` or `winograd4`, which give m and the factors' type.
    /// - Returns: nil for a convolution that is not of this kind.
    init?(_ problem: ConvolutionProblem, _ algorithm: ConvolutionAlgorithm) {
        let outputs = algorithm == .winograd4 ? 4 : 2
        factors = algorithm == .roundedWinograd2 ? .bfloat16 : .float32
        if factors == .bfloat16, problem.dtype != factors || !CPUBackend.multipliesBFloat16 { return nil }
        let isThreeWide = problem.weight[2] == 3 && problem.weight[3] == 3 && problem.geometry.stride == 1
        let isFourWide = problem.weight[2] == 4 && problem.weight[3] == 4 && problem.geometry.stride == 2
        switch outputs {
        case 2 where isThreeWide: scheme = WINNOW_F2_3
        case 4 where isThreeWide: scheme = WINNOW_F4_3
        case 4 where isFourWide: scheme = WINNOW_F4_2
        default: return nil
        }
        factorGroup = factors == .bfloat16 ? 16 : Self.group
        guard problem.weight[0].isMultiple(of: factorGroup), problem.weight[1].isMultiple(of: factorGroup),
            problem.geometry.groups == 1, problem.geometry.sidePadding == problem.geometry.padding
        else { return nil }
        self.problem = problem
        side = outputs
        let reach = outputs + (isThreeWide ? 3 : 2) - 1
        positions = reach * reach
        let output = problem.outputShape
        down = (output[2] + outputs - 1) / outputs
        across = (output[3] + outputs - 1) / outputs
        guard positions * rows * problem.weight[0] <= Self.mostWeights else { return nil }
    }

    /// Rows of the weights' matrices: input channels in all phases.
    private var rows: Int { problem.geometry.stride * problem.geometry.stride * problem.weight[1] }
    /// Their columns: output channels.
    private var columns: Int { problem.weight[0] }

    // MARK: The three products

    /// The convolution's output.
    ///
    /// - Parameter layout: where the output shall lie, if its channels are in groups there.
    func output(
        _ input: Buffer, _ weight: ConvolutionWeight, bias: Buffer?, leakySlope: Double?, layout: Layout
    ) -> Buffer {
        let backend = CPUBackend.shared
        let source = grouped(input)
        let result = backend.make(
            problem.outputShape, layout: groupedLayout(layout, of: problem.outputShape, by: Self.group),
            dtype: problem.dtype)
        let weights = transformed(weight)
        let shift = bias.map { backend.plainFloats($0) }
        let (from, to) = (images(source, by: factorGroup), images(result, by: Self.group))
        withExtendedLifetime((source, weights, shift)) {
            forEachChunk(inputs: factors, outputs: .float32, apartBy: 1) { tiles, inputs, outputs, threads in
                forEachRange(of: tiles.count, threads) {
                    winnow_winograd_gather(scheme, from, tiles, inputs.matrices, $0, $1)
                }
                MatrixProducts(
                    count: positions, rows: tiles.count, inner: rows, columns: columns, dtype: factors
                ).compute(inputs.storage, weights.storage, into: outputs.storage, threadCount: threads)
                forEachRange(of: tiles.count, threads) {
                    winnow_winograd_finish(
                        scheme, to, tiles, outputs.matrices, $0, $1, shift?.floats, Float(leakySlope ?? 1))
                }
            }
        }
        return result
    }

    /// The gradient of the input, which is also the transposed convolution; in single precision, because tiles overlap and are
    /// added up.
    ///
    /// - Parameter layout: where the result shall lie, if its channels are in groups there.
    func inputGradient(_ gradient: Buffer, _ weight: ConvolutionWeight, layout: Layout) -> Buffer {
        let backend = CPUBackend.shared
        let source = grouped(gradient)
        let result = backend.filled(
            0, shape: problem.input, layout: groupedLayout(layout, of: problem.input, by: Self.group))
        let weights = transformed(weight)
        let (from, to) = (images(source, by: factorGroup), images(result, by: Self.group))
        withExtendedLifetime((source, weights)) {
            // Tiles overlap, but not those of two images.
            forEachChunk(inputs: .float32, outputs: factors, apartBy: down * across) {
                tiles, inputs, outputs, threads in
                forEachRange(of: tiles.count, threads) {
                    winnow_winograd_unfinish(scheme, from, tiles, outputs.matrices, $0, $1)
                }
                MatrixProducts(
                    count: positions, rows: tiles.count, inner: columns, columns: rows,
                    transposesSecond: true, dtype: factors
                ).compute(outputs.storage, weights.storage, into: inputs.storage, threadCount: threads)
                // Where threads work on the same tiles, each has channels of its own.
                forEachRange(of: rows / Self.group, threads) {
                    winnow_winograd_scatter(scheme, to, tiles, inputs.matrices, $0, $1)
                }
            }
        }
        return result
    }

    /// The gradient of the weight, in single precision.
    func weightGradient(_ input: Buffer, _ gradient: Buffer) -> Buffer {
        let backend = CPUBackend.shared
        let (source, slope) = (grouped(input), grouped(gradient))
        let sums = Matrices(positions, rows: rows, width: columns, dtype: .float32)
        let result = backend.make(problem.weight, layout: Self.weightLayout)
        let (from, of) = (images(source, by: factorGroup), images(slope, by: factorGroup))
        let (channels, total) = (problem.weight[1], result.floats)
        withExtendedLifetime((source, slope, sums)) {
            // Sums over tiles are the same on any number of threads.
            forEachChunk(inputs: factors, outputs: factors, apartBy: nil) { tiles, inputs, outputs, threads in
                forEachRange(of: tiles.count, threads) {
                    winnow_winograd_gather(scheme, from, tiles, inputs.matrices, $0, $1)
                    winnow_winograd_unfinish(scheme, of, tiles, outputs.matrices, $0, $1)
                }
                MatrixProducts(
                    count: positions, rows: rows, inner: tiles.count, columns: columns, transposesFirst: true,
                    isAdding: tiles.first > 0, dtype: factors
                ).compute(inputs.storage, outputs.storage, into: sums.storage)
            }
            ThreadPool.forEachRange(of: channels, grain: 1) {
                winnow_winograd_weight_gradient(
                    scheme, total, channels, columns, problem.geometry.stride, sums.matrices, $0.lowerBound,
                    $0.upperBound)
            }
        }
        return result
    }

    // MARK: Matrices

    /// n² matrices in memory of their own.
    private struct Matrices {
        let storage: HostStorage
        let matrices: winnow_matrices

        init(_ count: Int, rows: Int, width: Int, dtype: DType) {
            self.init(
                HostStorage(byteCount: count * rows * width * dtype.byteCount), rows: rows, width: width,
                dtype: dtype)
        }

        init(_ storage: HostStorage, rows: Int, width: Int, dtype: DType) {
            self.storage = storage
            matrices = winnow_matrices(
                elements: storage.bytes, is_bf16: dtype == .bfloat16 ? 1 : 0, size: rows * width, width: width
            )
        }
    }

    /// Weights in rows of outputs: `[kH, kW, C, O]` in memory.
    private static let weightLayout = Layout(order: [2, 3, 1, 0], blocks: [])

    /// The matrices of a weight, kept until it changes.
    private func transformed(_ weight: ConvolutionWeight) -> Matrices {
        let storage = weight.copy(
            of: problem.weight, to: Self.weightLayout, as: factors, winogradOutputs: side
        ) { product in
            let made = Matrices(positions, rows: rows, width: columns, dtype: factors)
            let plain = CachingAllocator.allocating(.temporary) {
                CPUBackend.shared.reordered(product, to: Self.weightLayout, as: .float32)
            }
            let (elements, channels) = (plain.floats, problem.weight[1])
            withExtendedLifetime(plain) {
                ThreadPool.forEachRange(of: channels, grain: 1) {
                    winnow_winograd_weights(
                        scheme, elements, channels, columns, problem.geometry.stride, made.matrices,
                        $0.lowerBound, $0.upperBound)
                }
            }
            return made.storage
        }
        return Matrices(storage, rows: rows, width: columns, dtype: factors)
    }

    /// Calls `body` with chunks of tiles and memory for their matrices of the types given: each thread with chunks of its own, so that
    /// what it makes stays in its caches, or with one chunk after the other, which all threads work on.
    ///
    /// - Parameters:
    ///   - unit: a multiple of how many tiles threads can have apart; nil where they cannot, and where chunks are not to depend on
    ///     how many threads there are.
    ///   - body: is also given how many threads work on the chunk.
    private func forEachChunk(
        inputs inputType: DType, outputs outputType: DType, apartBy unit: Int?,
        _ body: (_ tiles: winnow_tiles, _ inputs: Matrices, _ outputs: Matrices, _ threads: Int) -> Void
    ) {
        let total = problem.input[0] * down * across
        let inputBytes = positions * rows * inputType.byteCount
        let outputBytes = positions * columns * outputType.byteCount
        /// How many tiles a chunk has at most.
        func most(in bytes: Int) -> Int { max(bytes / (inputBytes + outputBytes), Self.fewestTiles) }
        /// Calls `body` with tiles `bounds[0]..<bounds[1]`, those from there to `bounds[2]`, and so on.
        func work(between bounds: some Collection<Int>, threads: Int) {
            let size = zip(bounds, bounds.dropFirst()).map { $1 - $0 }.max()!
            let inputs = HostStorage(byteCount: size * inputBytes)
            let outputs = HostStorage(byteCount: size * outputBytes)
            withExtendedLifetime((inputs, outputs)) {
                for (first, next) in zip(bounds, bounds.dropFirst()) {
                    let count = next - first
                    body(
                        winnow_tiles(
                            down: down, across: across, first: first, count: count,
                            stride: problem.geometry.stride, padding: problem.geometry.padding),
                        Matrices(inputs, rows: count, width: rows, dtype: inputType),
                        Matrices(outputs, rows: count, width: columns, dtype: outputType), threads)
                }
            }
        }
        /// Bounds of chunks of about as many multiples of `unit` each.
        func bounds(chunks: Int, unit: Int) -> [Int] {
            let units = total / unit
            return (0...chunks).map { units * $0 / chunks * unit }
        }
        let threads = ThreadPool.threadCount
        if let unit, threads > 1, total / unit >= threads, total >= threads * Self.fewestTiles {
            let chunks = max(total / most(in: Self.ownBytes), threads).roundedUp(to: threads)
            let bounds = bounds(chunks: min(chunks, total / unit), unit: unit)
            ThreadPool.forEachRange(of: bounds.count - 1, grain: 1) {
                work(between: bounds[$0.lowerBound...$0.upperBound], threads: 1)
            }
        } else {
            let most = most(in: Self.sharedBytes)
            work(between: bounds(chunks: (total + most - 1) / most, unit: 1), threads: threads)
        }
    }

    /// Calls `body` with parts of `0..<count`: the whole of it if the caller is one thread among others that have chunks of their
    /// own, else one part for each thread.
    private func forEachRange(of count: Int, _ threads: Int, _ body: (_ begin: Int, _ end: Int) -> Void) {
        if threads == 1 { return body(0, count) }
        ThreadPool.forEachRange(of: count, grain: 1) { body($0.lowerBound, $0.upperBound) }
    }

    // MARK: Images

    /// Images with their channels in groups, to make factors of.
    private func grouped(_ buffer: Buffer) -> Buffer {
        CPUBackend.shared.reordered(
            buffer, to: groupedLayout(buffer.layout, of: buffer.shape, by: factorGroup))
    }

    /// A layout if the channels of a group lie side by side in it, else one in which they do.
    private func groupedLayout(_ layout: Layout, of shape: Shape, by group: Int) -> Layout {
        let isBlocked =
            layout.order.isEmpty && layout.blocks.count == 1 && layout.blocks[0].axis == 1
            && [group, 2 * group].contains(layout.blocks[0].size) && !layout.isPadded(for: shape)
        let isInterleaved = layout.order == [0, 2, 3, 1] && layout.blocks.isEmpty
        return isBlocked || isInterleaved
            ? layout : Layout(order: [], blocks: [Layout.Block(axis: 1, size: group)])
    }

    private func images(_ buffer: Buffer, by group: Int) -> winnow_images {
        let (shape, strides) = (buffer.shape, buffer.layout.strides(of: buffer.shape))
        let block = buffer.layout.blocks.first?.size ?? group
        return winnow_images(
            elements: buffer.bytes, is_bf16: buffer.dtype == .bfloat16 ? 1 : 0, image: strides[0],
            block: buffer.layout.blocks.isEmpty ? block : strides[1],
            row: strides[2], column: strides[3], height: shape[2], width: shape[3],
            groups: shape[1] / group, groups_per_block: block / group)
    }
}

extension Int {
    fileprivate func roundedUp(to multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
