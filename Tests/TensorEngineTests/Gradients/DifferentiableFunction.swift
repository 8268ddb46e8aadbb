@testable import TensorEngine

/// A function of tensors whose derivatives are compared with finite differences.
struct DifferentiableFunction: Sendable, CustomStringConvertible {
    /// What an input is drawn from.
    struct Domain: Sendable {
        let shape: Shape
        let range: ClosedRange<Double>
    }

    let name: String
    let domains: [Domain]
    /// Up to which derivative there is one: 1 or 2.
    let order: Int
    let apply: @Sendable ([Tensor]) -> Tensor

    var description: String { name }

    init(
        _ name: String, _ shapes: [Shape], in range: ClosedRange<Double> = -1...1, order: Int = 2,
        _ apply: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        self.name = name
        domains = shapes.map { Domain(shape: $0, range: range) }
        self.order = order
        self.apply = apply
    }

    static let all =
        arithmetic + activations + reductions + movement + products + convolutions + pooling + normalization

    private static let arithmetic: [DifferentiableFunction] = [
        .init("add", [[2, 3], [2, 3]]) { $0[0] + $0[1] },
        .init("add, expanding both", [[2, 1, 3], [4, 1]]) { $0[0] + $0[1] },
        .init("subtract, expanding", [[2, 3], [3]]) { $0[0] - $0[1] },
        .init("multiply", [[2, 3], [2, 3]]) { $0[0] * $0[1] },
        .init("multiply, expanding channels", [[2, 3, 2, 1], [1, 3, 1, 1]]) { $0[0] * $0[1] },
        .init("multiply by itself", [[5]]) { $0[0] * $0[0] * $0[0] },
        .init("divide", [[2, 3], [2, 3]], in: 0.5...2) { $0[0] / $0[1] },
        .init("divide, expanding", [[3], [2, 1]], in: 0.5...2) { $0[0] / $0[1] },
        .init("with numbers", [[4]]) { (2 * $0[0] + 3 - 1) / 5 - (1 - $0[0]) * 0.5 + (4 + -$0[0]) },
        .init("absolute", [[7]]) { $0[0].absolute() },
        .init("squared", [[7]]) { $0[0].squared() },
        .init("squareRoot", [[7]], in: 0.2...2) { $0[0].squareRoot() },
        .init("reciprocal", [[7]], in: 0.5...2) { $0[0].reciprocal() },
        .init("exponential", [[7]]) { $0[0].exponential() },
        .init("logarithm", [[7]], in: 0.2...2) { $0[0].logarithm() },
        .init("clamped", [[9]]) { $0[0].clamped(low: -0.4, high: 0.5) },
    ]

    private static let activations: [DifferentiableFunction] = [
        .init("leakyReLU", [[9]]) { $0[0].leakyReLU(slope: 0.2) },
        .init("relu", [[9]]) { $0[0].relu() },
        .init("leakyReLUGradient", [[9], [9]]) {
            $0[0].leakyReLUGradient(at: $0[1].detached, slope: 0.2) + $0[1]
        },
        .init("addingWithReLU", [[9], [9]]) { $0[0].addingWithReLU($0[1]) },
        .init("tanh", [[7]], in: -2...2) { $0[0].tanh() },
        .init("sigmoid", [[7]], in: -3...3) { $0[0].sigmoid() },
        .init("silu", [[7]], in: -3...3) { $0[0].silu() },
        .init("softplus", [[7]], in: -3...3) { $0[0].softplus() },
        .init("logSoftmax of rows", [[3, 4]], in: -2...2) { $0[0].logSoftmax(axis: 1) },
        .init("logSoftmax of columns", [[3, 4]], in: -2...2) { $0[0].logSoftmax(axis: 0) },
    ]

    private static let reductions: [DifferentiableFunction] = [
        .init("sum of all", [[2, 3]]) { $0[0].squared().sum() },
        .init("sum of the middle", [[2, 3, 2]]) { $0[0].squared().sum(axes: [1]) },
        .init("sum of pixels and images", [[2, 3, 2, 2]]) { $0[0].squared().sum(axes: [0, 2, 3]) },
        .init("mean of all", [[2, 3]]) { $0[0].squared().mean() },
        .init("mean of the ends", [[2, 3, 2]]) { $0[0].squared().mean(axes: [0, 2]) },
    ]

    private static let movement: [DifferentiableFunction] = [
        .init("expanded", [[3, 1]]) { $0[0].expanded(to: [2, 3, 4]).squared() },
        .init("reshaped", [[2, 6]]) { $0[0].squared().reshaped(to: [3, 4]).squared() },
        .init("permuted", [[2, 3, 4]]) { $0[0].squared().permuted([2, 0, 1]).squared() },
        .init("concatenating", [[2, 1, 2], [2, 3, 2]]) {
            Tensor.concatenating([$0[0].squared(), $0[1], $0[0]], axis: 1)
        },
        .init("sliced", [[2, 5]]) { $0[0].squared().sliced(axis: 1, 1..<4).squared() },
        .init("padded", [[2, 3]]) { $0[0].squared().padded(axis: 1, before: 2, after: 1).exponential() },
    ]

    private static let products: [DifferentiableFunction] = [
        .init("matrixProduct", [[2, 3], [3, 4]]) { $0[0].matrixProduct($0[1]) },
        .init("matrixProduct, first transposed", [[3, 2], [3, 4]]) {
            $0[0].matrixProduct($0[1], transposingFirst: true)
        },
        .init("matrixProduct, second transposed", [[2, 3], [4, 3]]) {
            $0[0].matrixProduct($0[1], transposingSecond: true)
        },
        .init("matrixProduct, both transposed", [[3, 2], [4, 3]]) {
            $0[0].matrixProduct($0[1], transposingFirst: true, transposingSecond: true)
        },
        .init("matrixProduct with itself", [[3, 3]]) { $0[0].matrixProduct($0[0]) },
    ]

    private static let convolutions: [DifferentiableFunction] = [
        .init("convolution", [[2, 2, 4, 3], [3, 2, 3, 3]]) { $0[0].convolution($0[1], padding: 1) },
        .init("convolution with bias", [[1, 2, 5, 4], [3, 2, 2, 2], [3]]) {
            $0[0].convolution($0[1], bias: $0[2], stride: 2, padding: 1)
        },
        .init("convolution with scale and bias", [[1, 2, 4, 4], [3, 2, 2, 2], [3], [3]]) {
            $0[0].convolution($0[1], scale: $0[2], bias: $0[3], padding: 1)
        },
        .init("convolution with bias and leaky ReLU", [[2, 2, 4, 4], [3, 2, 4, 4], [3]]) {
            $0[0].convolution($0[1], bias: $0[2], stride: 2, padding: 1, leakySlope: 0.1)
        },
        .init("convolution with addend", [[2, 2, 4, 3], [3, 2, 3, 3], [2, 3, 4, 3]]) {
            $0[0].convolution($0[1], adding: $0[2], padding: 1)
        },
        .init("convolution with bias, addend and ReLU", [[2, 2, 4, 4], [3, 2, 4, 4], [3], [2, 3, 2, 2]]) {
            $0[0].convolution($0[1], bias: $0[2], adding: $0[3], stride: 2, padding: 1, leakySlope: 0)
        },
        .init("convolution with ReLU", [[2, 2, 3, 3], [2, 2, 3, 3]]) {
            $0[0].convolution($0[1], padding: 1, leakySlope: 0)
        },
        .init("convolution in groups", [[2, 4, 4, 3], [6, 2, 3, 3], [6]]) {
            $0[0].convolution($0[1], bias: $0[2], padding: 1, groups: 2, leakySlope: 0.1)
        },
        .init("convolution of each channel", [[2, 3, 5, 4], [3, 1, 3, 3]]) {
            $0[0].convolution($0[1], stride: 2, padding: 1, groups: 3)
        },
        .init("convolution with padding at the sides", [[1, 2, 3, 4], [2, 2, 1, 5]]) {
            $0[0].convolution($0[1], padding: 0, sidePadding: 2)
        },
        .init("convolutionInputGradient", [[2, 3, 2, 2], [3, 2, 4, 4]]) {
            $0[0].convolutionInputGradient(
                $0[1], geometry: ConvolutionGeometry(stride: 2, padding: 1), inputShape: [2, 2, 5, 4])
        },
        .init("convolutionWeightGradient", [[2, 2, 5, 4], [2, 3, 2, 2]]) {
            $0[0].convolutionWeightGradient(
                $0[1], geometry: ConvolutionGeometry(stride: 2, padding: 1), weightShape: [3, 2, 4, 4])
        },
        .init("transposedConvolution", [[2, 3, 2, 3], [3, 2, 4, 4]]) {
            $0[0].transposedConvolution($0[1], stride: 2, padding: 1)
        },
    ]

    private static let pooling: [DifferentiableFunction] = [
        .init("maxPooled", [[2, 2, 5, 4]], order: 1) { $0[0].maxPooled(kernel: 3, stride: 2, padding: 1) },
        .init("averagePooled", [[2, 2, 5, 4]]) { $0[0].squared().averagePooled(kernel: 2, stride: 2) },
        .init("averagePooled with padding", [[1, 2, 5, 4]]) {
            $0[0].squared().averagePooled(kernel: 3, stride: 2, padding: 1)
        },
        .init("globalAveragePooled", [[2, 3, 3, 2]]) { $0[0].squared().globalAveragePooled() },
    ]

    private static let normalization: [DifferentiableFunction] = [
        .init("batchNormalized", [[3, 2, 2, 3], [2], [2]], order: 1) {
            $0[0].batchNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3).output
        },
        .init("batchNormalized with ReLU", [[3, 2, 2, 3], [2], [2]], order: 1) {
            $0[0].batchNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3, fusingReLU: true).output
        },
        .init("instanceNormalized", [[2, 3, 2, 3], [3], [3]], order: 1) {
            $0[0].instanceNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3)
        },
        .init("instanceNormalized with ReLU", [[2, 3, 2, 3], [3], [3]], order: 1) {
            $0[0].instanceNormalized(scale: $0[1], shift: $0[2], epsilon: 1e-3, fusingReLU: true)
        },
        .init("normalized with given statistics", [[2, 3, 2, 2], [3], [3], [3], [3]], in: 0.5...2) {
            $0[0].normalized(scale: $0[1], shift: $0[2], mean: $0[3], variance: $0[4], epsilon: 1e-3)
        },
    ]
}
