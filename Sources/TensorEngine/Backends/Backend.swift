/// What a device must be able to do.
///
/// Activations may be bf16: then elementwise operations, movement, pooling, normalization and convolution give bf16, and
/// reductions, matrix products and the gradients of parameters give single precision. Shapes have been checked by the caller; a
/// backend chooses layouts, algorithms and threads. Results are new memory except
/// where a function is `inout`.
protocol Backend: Sendable {
    // Memory.
    func upload(_ elements: [Float], shape: Shape) -> Buffer
    func upload(_ elements: [Double], shape: Shape) -> Buffer
    /// `[N, H, W, C]` bytes as `[N, C, H, W]` numbers `byte · scale[c] + shift[c]`.
    func upload(images: [UInt8], shape: Shape, scale: [Float], shift: [Float]) -> Buffer
    func filled(_ value: Double, shape: Shape, layout: Layout) -> Buffer
    func floats(of buffer: Buffer) -> [Float]
    /// `[N, C, H, W]` numbers as `[N, H, W, C]` bytes `value · scale + shift`, rounded and kept in 0…255.
    func bytes(ofImages buffer: Buffer, scale: Float, shift: Float) -> [UInt8]
    func doubles(of buffer: Buffer) -> [Double]
    func isFinite(_ buffer: Buffer) -> Bool
    func reordered(_ buffer: Buffer, to layout: Layout) -> Buffer
    /// The same numbers, rounded to another type, in the same layout.
    func converted(_ buffer: Buffer, to dtype: DType) -> Buffer

    // Elementwise; both operands of a binary operation have one shape.
    func unary(_ operation: UnaryOperation, _ input: Buffer) -> Buffer
    func binary(_ operation: BinaryOperation, _ first: Buffer, _ second: Buffer) -> Buffer
    /// `total += term`, in place where nobody else holds `total`.
    func accumulate(_ term: Buffer, into total: inout Buffer)

    // Reductions keep the reduced axes with extent 1.
    func sum(_ input: Buffer, axes: [Int]) -> Buffer
    func maximum(_ input: Buffer, axis: Int) -> Buffer

    // Movement.
    /// Repeats axes of extent 1; ranks are equal.
    func expanded(_ input: Buffer, to shape: Shape) -> Buffer
    func reshaped(_ input: Buffer, to shape: Shape) -> Buffer
    func permuted(_ input: Buffer, order: [Int]) -> Buffer
    func concatenated(_ inputs: [Buffer], axis: Int) -> Buffer
    func sliced(_ input: Buffer, axis: Int, range: Range<Int>) -> Buffer
    /// Puts zeros before and after along one axis.
    func padded(_ input: Buffer, axis: Int, before: Int, after: Int) -> Buffer

    // Linear algebra.
    /// `[M, K] · [K, N]`; a transposed operand is stored `[K, M]` or `[N, K]`.
    func matrixProduct(_ first: Buffer, _ second: Buffer, transposeFirst: Bool, transposeSecond: Bool)
        -> Buffer

    // Convolution: the three products of input `[N, C, H, W]`, weight `[O, C / groups, kH, kW]` and output `[N, O, H′, W′]`.
    /// The weights of each output channel are multiplied by its `scale` first; to the result an `addend` of its shape is added, and
    /// then a leaky ReLU applied, in the same pass where that can be.
    func convolution(
        _ input: Buffer, _ weight: Buffer, scale: Buffer?, bias: Buffer?, adding addend: Buffer?,
        geometry: ConvolutionGeometry, leakySlope: Double?
    ) -> Buffer
    func convolutionInputGradient(
        _ gradient: Buffer, _ weight: Buffer, geometry: ConvolutionGeometry, inputShape: Shape
    ) -> Buffer
    func convolutionWeightGradient(
        _ input: Buffer, _ gradient: Buffer, geometry: ConvolutionGeometry, weightShape: Shape
    ) -> Buffer
    /// The layout in which a convolution of `input`, or the gradient with respect to `input`, would like its weights.
    func preferredWeightLayout(
        input: Shape, weight: Shape, geometry: ConvolutionGeometry, forInputGradient: Bool
    ) -> Layout

    // Normalization over everything but axis 1, or, where `perImage`, over each image's channels alone
    // (mean and variance then have N · C elements; scale and shift have C in both cases).
    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, epsilon: Double, perImage: Bool, fusingReLU: Bool
    ) -> NormalizationResult
    func normalizationGradients(
        _ gradient: Buffer, input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer,
        mask: Storage?,
        epsilon: Double, perImage: Bool
    ) -> NormalizationGradients
    /// With given statistics `[C]`, for inference.
    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer, epsilon: Double,
        fusingReLU: Bool
    ) -> Buffer

    // Pooling.
    /// The second result remembers where a maximum came from; nil for an average.
    func pooled(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, workspace: Storage?)
    func poolingGradient(
        _ gradient: Buffer, workspace: Storage?, geometry: PoolingGeometry, inputShape: Shape,
        inputLayout: Layout
    ) -> Buffer

    // Optimizers, in place where nobody else holds the memory; all buffers have one shape.
    func update(_ parameter: inout Buffer, velocity: inout Buffer, gradient: Buffer, _ step: SGDStep)
    func update(
        _ parameter: inout Buffer, firstMoment: inout Buffer, secondMoment: inout Buffer, gradient: Buffer,
        _ step: AdamStep)
}
