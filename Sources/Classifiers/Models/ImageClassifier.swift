import NeuralNetwork
import TensorEngine

/// A network from images to one logit a label: what makes features of an image, and a head that makes logits of them.
public protocol ImageClassifier: AnyObject {
    var parameters: ParameterStore { get }
    /// Of the activations ahead of the features; single unless it is set.
    var precision: Precision { get set }
    /// What makes logits of features.
    var head: ClassifierHead { get }
    /// Where dropout, in the head or ahead of it, takes its choices from.
    var randomSource: RandomSource { get }

    /// What the head is given.
    ///
    /// - Parameter images: `[N, 3, H, W]`, normalised as in training.
    /// - Returns: `[N, F]` in single precision.
    func features(of images: Tensor, mode: Mode) -> Tensor
}

extension ImageClassifier {
    /// - Parameter images: `[N, 3, H, W]`, normalised as in training.
    /// - Returns: logits `[N, K]`.
    public func callAsFunction(_ images: Tensor, mode: Mode) -> Tensor {
        head(features(of: images, mode: mode), mode: mode)
    }
}

extension Tensor {
    /// The mean of each channel over all pixels, in single precision: `[N, C]` of a tensor `[N, C, H, W]`.
    func channelMeans() -> Tensor {
        globalAveragePooled().converted(to: .float32).reshaped(to: [shape[0], shape[1]])
    }
}
