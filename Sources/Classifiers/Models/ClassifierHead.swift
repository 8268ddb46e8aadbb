import NeuralNetwork
import TensorEngine

/// What makes logits of a network's features.
///
/// A head of one layer has the layer's own path. One with a layer ahead of it is what PyTorch's
/// `Sequential(Linear, ReLU or LeakyReLU, Dropout, Linear)` would be in its place: the layers' paths end in `0` and `3`.
public final class ClassifierHead: Layer {
    private let hidden: Linear?
    private let slope: Double
    private let dropout: Dropout
    private let last: Linear

    /// - Parameters:
    ///   - description: what it is made of.
    ///   - features: how many numbers come in.
    ///   - classes: how many logits go out.
    ///   - initializer: of the last layer's weights.
    ///   - biasInitializer: of its biases; nil for PyTorch's.
    ///   - source: where dropout takes its choices from.
    ///   - scope: where the head is.
    init(
        _ description: HeadDescription, features: Int, classes: Int,
        initializer: Initializer = .pytorchDefault,
        biasInitializer: Initializer? = nil, from source: RandomSource, at scope: Scope
    ) {
        hidden = description.hidden.map { Linear(features, $0, at: scope / 0) }
        slope = description.activation.slope
        dropout = Dropout(description.dropout, from: source)
        last = Linear(
            description.hidden ?? features, classes, initializer: initializer,
            biasInitializer: biasInitializer, at: description.hidden == nil ? scope : scope / 3)
    }

    /// Its parameters, all of which are learned.
    public var parameters: [Parameter] {
        [hidden, last].compactMap(\.self).flatMap { [$0.weight] + [$0.bias].compactMap(\.self) }
    }

    /// - Parameter features: `[N, F]`.
    /// - Returns: `[N, K]`.
    public func callAsFunction(_ features: Tensor, mode: Mode) -> Tensor {
        let inner = hidden.map { $0(features, mode: mode).leakyReLU(slope: slope) } ?? features
        return last(dropout(inner, mode: mode), mode: mode)
    }
}
