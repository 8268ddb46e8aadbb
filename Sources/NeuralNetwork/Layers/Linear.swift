import TensorEngine

/// A fully connected layer `[N, I]` → `[N, O]`: x · Wᵀ + b, or without b; PyTorch's `Linear`.
public final class Linear: Layer {
    /// `[O, I]`.
    public let weight: Parameter
    /// `[O]`.
    public let bias: Parameter?

    /// - Parameters:
    ///   - input: the number of features that come in.
    ///   - output: the number of features that go out.
    ///   - hasBias: whether a number is added to each feature.
    ///   - initializer: of the weights.
    ///   - biasInitializer: of the bias; nil for PyTorch's.
    ///   - scope: where the parameters `weight` and `bias` are.
    public init(
        _ input: Int, _ output: Int, bias hasBias: Bool = true, initializer: Initializer = .pytorchDefault,
        biasInitializer: Initializer? = nil, at scope: Scope
    ) {
        weight = scope.parameter("weight", shape: [output, input], initializer)
        bias =
            hasBias
            ? scope.parameter("bias", shape: [output], biasInitializer ?? .pytorchBias(fanIn: input)) : nil
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.shape.rank == 2 && input.shape[1] == weight.shape[1],
            "\(weight.name): an input of shape \(input.shape) does not go with weights of shape \(weight.shape)"
        )
        let product = input.matrixProduct(weight.value, transposingSecond: true)
        return bias.map { product + $0.value.reshaped(to: [1, $0.shape[0]]) } ?? product
    }
}
