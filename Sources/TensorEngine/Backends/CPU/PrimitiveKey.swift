/// What tells one oneDNN primitive from another.
enum PrimitiveKey: Hashable {
    /// Layouts are the library's choice; the weight's is too where none is given.
    case convolution(
        ConvolutionProblem, hasBias: Bool, hasAddend: Bool = false, leakySlope: Double?, inputIsPlain: Bool,
        isWinograd: Bool = false)
    case convolutionInputGradient(ConvolutionProblem, isWinograd: Bool = false)
    case convolutionWeightGradient(ConvolutionProblem, isWinograd: Bool = false)
    case products(MatrixProducts)
    case normalization(input: Shape, layout: Layout, dtype: DType, epsilon: Double, hasReLU: Bool)
    case normalizationGradient(input: Shape, layout: Layout, dtype: DType, epsilon: Double, hasReLU: Bool)
    case normalizationWithStatistics(
        input: Shape, layout: Layout, dtype: DType, epsilon: Double, hasReLU: Bool)
    case pooling(input: Shape, layout: Layout, dtype: DType, geometry: PoolingGeometry)
    case poolingGradient(input: Shape, layout: Layout, dtype: DType, geometry: PoolingGeometry)
    case reorder(shape: Shape, from: Layout, fromType: DType, to: Layout, toType: DType)
}
