import NeuralNetwork
import TensorEngine

/// StarGAN's discriminator (Choi et al., 2018, table 5): says of each patch how real it looks, and which labels the image
/// has. There is no normalization, so that the gradient penalty holds for each image alone.
///
/// Parameter names equal the published checkpoints'.
public final class Discriminator {
    public let parameters: ParameterStore
    private let layers: [Convolution]
    private let realism: Convolution
    private let labels: Convolution
    /// Of the activations; single unless it is set.
    public var precision = Precision.float32

    /// - Parameters:
    ///   - imageSize: S, divisible by 2 to the power of `layers`.
    ///   - convDim: the width d of the first layer.
    ///   - layers: n, how many times the image is halved.
    ///   - labels: the number of labels c.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(
        imageSize: Int, convDim: Int, layers count: Int, labels labelCount: Int, seed: UInt64?,
        on device: Device = .cpu
    ) {
        precondition(
            imageSize % (1 << count) == 0 && imageSize >> count > 0,
            "discriminator: \(count) layers cannot halve an image of \(imageSize) pixels")
        parameters = ParameterStore(seed: seed, on: device)
        let root = parameters.root
        var layers: [Convolution] = []
        var input = 3
        var width = convDim
        for index in 0..<count {
            // Every other place in the published model's list is an activation.
            layers.append(
                Convolution(
                    input, width, kernel: 4, stride: 2, padding: 1, leakySlope: 0.01,
                    at: root / "main" / (2 * index)))
            input = width
            width *= 2
        }
        self.layers = layers
        realism = Convolution(input, 1, kernel: 3, padding: 1, bias: false, at: root / "conv1")
        labels = Convolution(input, labelCount, kernel: imageSize >> count, bias: false, at: root / "conv2")
    }

    /// - Parameter images: `[N, 3, S, S]` in [−1, 1].
    /// - Returns: the realism map `[N, 1, S/2ⁿ, S/2ⁿ]`, and label logits `[N, c]`.
    public func callAsFunction(_ images: Tensor) -> (realism: Tensor, logits: Tensor) {
        let features = features(of: images)
        let logits = labels(features, mode: .training).converted(to: .float32)
        return (
            realism(features, mode: .training).converted(to: .float32),
            logits.reshaped(to: [logits.shape[0], logits.shape[1]])
        )
    }

    /// The realism map alone.
    public func realism(of images: Tensor) -> Tensor {
        realism(features(of: images), mode: .training).converted(to: .float32)
    }

    private func features(of images: Tensor) -> Tensor {
        layers.reduce(images.converted(to: precision.dtype)) { $1($0, mode: .training) }
    }
}
