internal import CKernels

extension CPUBackend {
    func unary(_ operation: UnaryOperation, _ input: Buffer) -> Buffer {
        if input.dtype == .bfloat16 {
            if case .leakyReLU(let slope) = operation { return leakyReLUOfHalves(input, slope: slope) }
            return inSinglePrecision(input) { unary(operation, $0) }
        }
        let isPadded = input.layout.isPadded(for: input.shape)
        let source = isPadded && !operation.keepsZero ? reordered(input, to: .plain) : input
        let result = make(source.shape, layout: source.layout)
        let (x, y) = (source.floats, result.floats)
        withExtendedLifetime(source) {
            ThreadPool.forEachRange(of: source.elementCount, grain: Self.grain) { range in
                Self.apply(operation, x + range.lowerBound, y + range.lowerBound, range.count)
            }
        }
        return result
    }

    private static func apply(
        _ operation: UnaryOperation, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        switch operation {
        case .absolute: winnow_absolute(x, y, count)
        case .sign: winnow_sign(x, y, count)
        case .square: winnow_square(x, y, count)
        case .squareRoot: winnow_square_root(x, y, count)
        case .reciprocal: winnow_reciprocal(x, y, count)
        case .exponential: winnow_exponential(x, y, count)
        case .logarithm: winnow_logarithm(x, y, count)
        case .tanh: winnow_tanh(x, y, count)
        case .sigmoid: winnow_sigmoid(x, y, count)
        case .softplus: winnow_softplus(x, y, count)
        case .leakyReLU(let slope): winnow_leaky_relu(x, y, count, Float(slope))
        case .affine(let scale, let shift): winnow_affine(x, y, count, Float(scale), Float(shift))
        case .clamp(let low, let high): winnow_clamp(x, y, count, Float(low), Float(high))
        }
    }

    func binary(_ operation: BinaryOperation, _ first: Buffer, _ second: Buffer) -> Buffer {
        // The result has the first operand's type.
        let dtype = first.dtype
        if dtype == .bfloat16, Self.halvesKernel(operation) == nil {
            return inSinglePrecision(first) { binary(operation, $0, converted(second, to: .float32)) }
        }
        let layout = commonLayout(first, second, keepingZero: operation.keepsZero)
        let a = reordered(first, to: layout, as: dtype)
        let b = reordered(second, to: layout, as: dtype)
        // A copy that was made for this may take the result.
        let result =
            b.storage !== second.storage
            ? b : a.storage !== first.storage ? a : make(first.shape, layout: layout, dtype: dtype)
        combine(operation, a, b, into: result)
        return result
    }

    func accumulate(_ term: Buffer, into total: inout Buffer) {
        guard isKnownUniquelyReferenced(&total.storage) else {
            total = binary(.add, total, term)
            return
        }
        unsafeDowncast(total.storage, to: HostStorage.self).forgetCopies()
        let addend = reordered(term, to: total.layout, as: total.dtype)
        combine(.add, total, addend, into: total)
    }

    /// The layout to combine two operands in: a blocked one rather than plain, so that activations stay as convolutions
    /// like them.
    private func commonLayout(_ first: Buffer, _ second: Buffer, keepingZero: Bool) -> Layout {
        let layout = first.layout.isPlain ? second.layout : first.layout
        return !keepingZero && layout.isPadded(for: first.shape) ? .plain : layout
    }

    private func combine(_ operation: BinaryOperation, _ first: Buffer, _ second: Buffer, into result: Buffer)
    {
        if result.dtype == .bfloat16, let kernel = Self.halvesKernel(operation) {
            let (a, b, y) = (first.halves, second.halves, result.halves)
            return withExtendedLifetime((first, second)) {
                ThreadPool.forEachRange(of: result.elementCount, grain: Self.grain) { range in
                    let start = range.lowerBound
                    kernel(a + start, b + start, y + start, range.count)
                }
            }
        }
        let (a, b, y) = (first.floats, second.floats, result.floats)
        withExtendedLifetime((first, second)) {
            ThreadPool.forEachRange(of: result.elementCount, grain: Self.grain) { range in
                let start = range.lowerBound
                Self.apply(operation, a + start, b + start, y + start, range.count)
            }
        }
    }

    private static func apply(
        _ operation: BinaryOperation, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
        _ y: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        switch operation {
        case .add: winnow_add(a, b, y, count)
        case .subtract: winnow_subtract(a, b, y, count)
        case .multiply: winnow_multiply(a, b, y, count)
        case .divide: winnow_divide(a, b, y, count)
        case .maximum: winnow_maximum(a, b, y, count)
        case .leakyReLUGradient(let slope): winnow_leaky_relu_gradient(a, b, y, count, Float(slope))
        case .addReLU: winnow_add_relu(a, b, y, count)
        }
    }

    // MARK: bf16

    /// Widens an operand, computes, and rounds the result: for operations that are rare in bf16.
    func inSinglePrecision(_ input: Buffer, _ compute: (Buffer) -> Buffer) -> Buffer {
        converted(compute(converted(input, to: .float32)), to: input.dtype)
    }

    private func leakyReLUOfHalves(_ input: Buffer, slope: Double) -> Buffer {
        let result = make(input.shape, layout: input.layout, dtype: .bfloat16)
        let (x, y) = (input.halves, result.halves)
        withExtendedLifetime(input) {
            ThreadPool.forEachRange(of: input.elementCount, grain: Self.grain) { range in
                winnow_leaky_relu_bf16(x + range.lowerBound, y + range.lowerBound, range.count, Float(slope))
            }
        }
        return result
    }

    private typealias HalvesKernel = (
        UnsafePointer<UInt16>, UnsafePointer<UInt16>, UnsafeMutablePointer<UInt16>, Int
    ) -> Void

    /// The loop over bf16 of an operation that is common in networks; nil for the others.
    private static func halvesKernel(_ operation: BinaryOperation) -> HalvesKernel? {
        switch operation {
        case .add: { winnow_add_bf16($0, $1, $2, $3) }
        case .multiply: { winnow_multiply_bf16($0, $1, $2, $3) }
        case .addReLU: { winnow_add_relu_bf16($0, $1, $2, $3) }
        case .leakyReLUGradient(let slope):
            { winnow_leaky_relu_gradient_bf16($0, $1, $2, $3, Float(slope)) }
        case .subtract, .divide, .maximum: nil
        }
    }
}
