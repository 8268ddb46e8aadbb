import TensorEngine

/// A fully connected layer `[N, I]` → `[N, O]`: x · Wᵀ + b; PyTorch's `Linear`.
public final class Linear: Layer {
    /// `[O, I]`.
    public let weight: Parameter
    /// `[O]`.
    public let bias: Parameter

    /// - Parameters:
    ///   - input: the number of features that come in.
    ///   - output: the number of features that go out.
    ///   - initializer: of the weights.
    ///   - scope: where the parameters `weight` and `bias` are.
    public init(_ input: Int, _ output: Int, initializer: Initializer = .pytorchDefault, at scope: Scope) {
        weight = scope.parameter("weight", shape: [output, input], initializer)
        bias = scope.parameter("bias", shape: [output], .pytorchBias(fanIn: input))
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.shape.rank == 2 && input.shape[1] == weight.shape[1],
            "\(weight.name): an input of shape \(input.shape) does not go with weights of shape \(weight.shape)"
        )
        return input.matrixProduct(weight.value, transposingSecond: true)
            + bias.value.reshaped(to: [1, bias.shape[0]])
    }
}
