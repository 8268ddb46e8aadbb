import TensorEngine

/// Sets elements to zero at random while training, and scales the rest so that the mean stays (Srivastava et al., 2014).
public final class Dropout: Layer {
    /// The probability that an element is dropped, in [0, 1).
    public let probability: Double
    private let source: RandomSource

    /// - Parameters:
    ///   - probability: that an element is dropped, in [0, 1).
    ///   - source: where the choices come from.
    public init(_ probability: Double, from source: RandomSource) {
        require((0..<1).contains(probability), "a dropout probability is in [0, 1), not \(probability)")
        self.probability = probability
        self.source = source
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        if mode == .inference || probability == 0 { return input }
        let kept = 1 / (1 - probability)
        let mask = (0..<input.count).map { _ in source.stream.bernoulli(probability) ? 0 : kept }
        return input * Tensor(mask, shape: input.shape, on: input.device)
    }
}
