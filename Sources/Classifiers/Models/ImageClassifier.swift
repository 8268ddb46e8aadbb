import NeuralNetwork
import TensorEngine

/// A network from images to one logit a label.
public protocol ImageClassifier: AnyObject {
    var parameters: ParameterStore { get }
    /// Of the activations; single unless it is set.
    var precision: Precision { get set }

    /// - Parameter images: `[N, 3, H, W]`, normalised as in training.
    /// - Returns: logits `[N, K]`.
    func callAsFunction(_ images: Tensor, mode: Mode) -> Tensor
}
