import TensorEngine

/// Leaves the branch of a residual block out at random while training, for each image by itself, and scales it where it stays so
/// that the mean does (Huang et al., 2016); torchvision's `StochasticDepth` in the mode `row`.
public final class StochasticDepth: Layer {
    /// The probability that the branch is left out, in [0, 1).
    public let probability: Double
    private let source: RandomSource

    /// - Parameters:
    ///   - probability: that the branch is left out, in [0, 1).
    ///   - source: where the choices come from.
    public init(_ probability: Double, from source: RandomSource) {
        require(
            (0..<1).contains(probability), "a probability of leaving out is in [0, 1), not \(probability)")
        self.probability = probability
        self.source = source
    }

    /// - Parameters:
    ///   - input: the branch's result, an image along the first axis.
    ///   - mode: whether branches are left out, in training, or all stay as they are.
    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        if mode == .inference || probability == 0 { return input }
        let kept = 1 / (1 - probability)
        let factors = (0..<input.shape[0]).map { _ in source.stream.bernoulli(probability) ? 0 : kept }
        let ones = [Int](repeating: 1, count: input.shape.rank - 1)
        return input * Tensor(factors, shape: Shape([input.shape[0]] + ones), on: input.device)
    }
}
