/// The weights of a convolution, and what those of each output channel are multiplied by.
///
/// The product, and the layout, type or transform that an algorithm wants, are made once and kept until the weights change. Only what
/// is computed with is kept: in inference, where a normalization is folded in, that is one copy beside the weights themselves.
struct ConvolutionWeight {
    private let weight: Buffer
    private let scale: Buffer?

    /// - Parameters:
    ///   - weight: `[O, C / groups, kH, kW]`.
    ///   - scale: `[O]`, or nil for weights as they are.
    init(_ weight: Buffer, scale: Buffer? = nil) {
        self.weight = weight
        self.scale = scale
    }

    private var backend: CPUBackend { .shared }
    private var storage: HostStorage { unsafeDowncast(weight.storage, to: HostStorage.self) }
    private var scaleIdentity: HostStorage.Scale? { scale.map { HostStorage.Scale(storage: $0.storage) } }

    /// Lets go of what was kept of the weights.
    func forgetCopies() { storage.forgetCopies() }

    /// Lets go of what was kept of the weights with another scale.
    func forgetOtherCopies() { storage.forgetCopies(except: scaleIdentity) }

    /// The weights as a problem takes them, with an axis for the groups in front where there are any.
    func arranged(for problem: ConvolutionProblem, to layout: Layout, as dtype: DType) -> Buffer {
        let shape = problem.geometry.groups == 1 ? weight.shape : problem.groupedWeight
        func shaped(_ weight: Buffer) -> Buffer {
            weight.shape == shape ? weight : backend.reshaped(weight, to: shape)
        }
        if scale == nil {
            let weight = shaped(weight)
            if weight.dtype == dtype, weight.layout.isEquivalent(to: layout, for: shape) {
                return weight.viewed(as: shape, layout: layout)
            }
        }
        let storage = copy(of: shape, to: layout, as: dtype) {
            backend.reordered(shaped($0), to: layout, as: dtype).storage
        }
        return Buffer(storage: storage, shape: shape, layout: layout, dtype: dtype, device: .cpu)
    }

    /// The product in the weights' own layout and type.
    var product: Buffer {
        guard scale != nil else { return weight }
        let storage = copy(of: weight.shape, to: weight.layout, as: weight.dtype) { $0.storage }
        return Buffer(
            storage: storage, shape: weight.shape, layout: weight.layout, dtype: weight.dtype, device: .cpu)
    }

    /// What `make` makes of the product, kept for the next use.
    ///
    /// - Parameters:
    ///   - shape: the weights', or with an axis for the groups.
    ///   - winogradOutputs: tells transforms apart.
    func copy(
        of shape: Shape, to layout: Layout, as dtype: DType, winogradOutputs: Int? = nil,
        make: (_ product: Buffer) -> Storage
    ) -> HostStorage {
        let form = HostStorage.Form(
            shape: shape, from: weight.layout, to: layout, dtype: dtype, winogradOutputs: winogradOutputs,
            scale: scaleIdentity)
        return storage.copy(form) {
            // Without a scale, weights are learned, and the copy is gone after the next update.
            guard let scale else { return unsafeDowncast(make(weight), to: HostStorage.self) }
            // Where it lies as is wanted, the product itself is the copy.
            let isCopy =
                winogradOutputs == nil && weight.dtype == dtype
                && (weight.shape != shape || weight.layout.isEquivalent(to: layout, for: shape))
            let product = multiplied(by: scale, for: isCopy ? .long : .temporary)
            let copy = CachingAllocator.allocating(.long) { make(product) }
            return unsafeDowncast(copy, to: HostStorage.self)
        }
    }

    private func multiplied(by scale: Buffer, for lifetime: CachingAllocator.Lifetime) -> Buffer {
        let column = backend.reshaped(scale, to: [weight.shape[0], 1, 1, 1])
        let factors = backend.expanded(column, to: weight.shape)
        return CachingAllocator.allocating(lifetime) { backend.binary(.multiply, weight, factors) }
    }
}
