internal import CDNNL

/// The memories that primitives take, under oneDNN's numbers.
enum PrimitiveArgument: Int32 {
    case from = 1  // source
    case to = 17  // destination
    case weight = 33
    case bias = 41
    case mean = 49
    case variance = 50
    case scale = 51
    case shift = 52
    case workspace = 64
    case scratchpad = 80
    case inputGradient = 129
    case outputGradient = 145
    case weightGradient = 161
    case scaleGradient = 255
    case shiftGradient = 256
    /// The second source of the first operation that is fused behind the primitive; see `number`.
    case addend = -1

    /// oneDNN's number. Those of fused operations changed with its third version.
    var number: Int32 { self == .addend ? winnow_dnnl_addend : rawValue }
}

/// A compiled oneDNN primitive, and the layouts it takes.
final class Primitive: @unchecked Sendable {
    // Sendable because a primitive is read-only after the initializer, and oneDNN allows running one on several threads as
    // long as each call brings scratch memory of its own.
    private let descriptor: dnnl_primitive_desc_t
    private let handle: dnnl_primitive_t
    private let context: DNNLContext
    private let key: PrimitiveKey
    private let scratchByteCount: Int

    /// Makes the primitive, or gives nil where oneDNN has none for the key.
    init?(_ key: PrimitiveKey, context: DNNLContext) {
        self.key = key
        self.context = context
        var descriptor: dnnl_primitive_desc_t?
        let status = key.makeDescriptor(&descriptor, engine: context.engine)
        if status == dnnl_unimplemented { return nil }
        checkDNNL(status, "\(key)")
        var handle: dnnl_primitive_t?
        checkDNNL(dnnl_primitive_create(&handle, descriptor), "\(key)")
        self.descriptor = descriptor!
        self.handle = handle!
        scratchByteCount = winnow_dnnl_byte_count(self.descriptor, PrimitiveArgument.scratchpad.number)
    }

    deinit {
        dnnl_primitive_destroy(handle)
        dnnl_primitive_desc_destroy(descriptor)
    }

    /// The layout in which the primitive takes or gives an argument.
    func layout(_ argument: PrimitiveArgument) -> Layout {
        var layout = winnow_dnnl_layout()
        checkDNNL(
            winnow_dnnl_query_layout(descriptor, argument.number, &layout),
            "\(key): the layout of \(argument)")
        return Layout(layout)
    }

    /// How many bytes the primitive's workspace takes.
    var workspaceByteCount: Int {
        winnow_dnnl_byte_count(descriptor, PrimitiveArgument.workspace.number)
    }

    /// Runs the primitive over storages that lie as `layout(_:)` says.
    func execute(_ arguments: [(PrimitiveArgument, Storage)]) {
        if scratchByteCount == 0 { return run(arguments) }
        run(arguments + [(.scratchpad, HostStorage(byteCount: scratchByteCount))])
    }

    private func run(_ arguments: [(PrimitiveArgument, Storage)]) {
        // Only addresses are handed to oneDNN, which keep nothing alive.
        withExtendedLifetime(arguments) {
            withUnsafeTemporaryAllocation(of: dnnl_exec_arg_t.self, capacity: arguments.count) { list in
                for (index, (argument, storage)) in arguments.enumerated() {
                    var memory: dnnl_memory_t?
                    checkDNNL(
                        winnow_dnnl_memory(
                            &memory, descriptor, argument.number, context.engine,
                            unsafeDowncast(storage, to: HostStorage.self).bytes),
                        "\(key): the memory of \(argument)")
                    list[index] = dnnl_exec_arg_t(arg: argument.number, memory: memory)
                }
                checkDNNL(
                    dnnl_primitive_execute(handle, context.stream, Int32(arguments.count), list.baseAddress),
                    "\(key)")
                checkDNNL(dnnl_stream_wait(context.stream), "\(key)")
                for entry in list { checkDNNL(dnnl_memory_destroy(entry.memory), "\(key): freeing a memory") }
            }
        }
    }
}

extension Layout {
    /// The layout that oneDNN describes by strides and blocks.
    init(_ layout: winnow_dnnl_layout) {
        let rank = Int(layout.rank)
        let strides = Self.elements(layout.strides)
        let blockAxes = Self.elements(layout.block_axes)
        let blockSizes = Self.elements(layout.block_sizes)
        let blocks = (0..<Int(layout.block_count)).map { Block(axis: blockAxes[$0], size: blockSizes[$0]) }
        // Outermost first; where extents of 1 make strides equal, in the natural order.
        let order = (0..<rank).sorted { strides[$0] != strides[$1] ? strides[$0] > strides[$1] : $0 < $1 }
        let padded = Self.elements(layout.padded)
        let extents = Shape(Array(Self.elements(layout.extents).prefix(rank)))
        let sorted = Layout(order: order, blocks: blocks)
        // An axis that its blocks cover once moves nothing, so the natural order is preferred where it does as well.
        let natural = Layout(order: [], blocks: blocks)
        let naturalStrides = natural.strides(of: extents)
        let isNatural = (0..<rank).allSatisfy {
            padded[$0] == natural.blockSize(ofAxis: $0) || strides[$0] == naturalStrides[$0]
        }
        self = isNatural ? natural : sorted
    }

    private static func elements(_ tuple: (Int64, Int64, Int64, Int64, Int64, Int64)) -> [Int] {
        [tuple.0, tuple.1, tuple.2, tuple.3, tuple.4, tuple.5].map(Int.init)
    }

    /// The description that oneDNN takes of a tensor that lies this way.
    func describing(_ shape: Shape, _ dtype: DType = .float32) -> winnow_dnnl_layout {
        require(
            shape.rank <= Int(WINNOW_MAX_RANK),
            "oneDNN is given at most \(WINNOW_MAX_RANK) axes, not \(shape)")
        // oneDNN knows no scalars: one element along one axis is the same.
        let described = shape.rank == 0 ? [1] : shape
        var result = winnow_dnnl_layout()
        result.rank = Int32(described.rank)
        result.is_bf16 = dtype == .bfloat16 ? 1 : 0
        Self.set(&result.extents, described.extents)
        Self.set(&result.padded, paddedExtents(of: described))
        Self.set(&result.strides, strides(of: described))
        result.block_count = Int32(blocks.count)
        Self.set(&result.block_sizes, blocks.map(\.size))
        Self.set(&result.block_axes, blocks.map(\.axis))
        return result
    }

    /// A tensor whose layout is oneDNN's choice.
    static func any(_ shape: Shape, _ dtype: DType = .float32) -> winnow_dnnl_layout {
        var result = Layout.plain.describing(shape, dtype)
        result.is_any = 1
        return result
    }

    private static func set(_ tuple: inout (Int64, Int64, Int64, Int64, Int64, Int64), _ values: [Int]) {
        withUnsafeMutableBytes(of: &tuple) { bytes in
            let slots = bytes.bindMemory(to: Int64.self)
            for (index, value) in values.enumerated() { slots[index] = Int64(value) }
        }
    }
}
