import NeuralNetwork
import TensorEngine

/// StarGAN's generator (Choi et al., 2018, table 4): an image and a target label become the image with that label.
///
/// Parameter names equal the published checkpoints'.
public final class Generator {
    public let parameters: ParameterStore
    private let layers: [any Layer]
    /// The number of labels c.
    public let labelCount: Int
    /// Of the activations; single unless it is set.
    public var precision = Precision.float32

    /// - Parameters:
    ///   - convDim: the width d of the first layer.
    ///   - residualBlocks: how many residual blocks are in the middle.
    ///   - labels: the number of labels c.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(convDim: Int, residualBlocks: Int, labels: Int, seed: UInt64?, on device: Device = .cpu) {
        labelCount = labels
        parameters = ParameterStore(seed: seed, on: device)
        let main = parameters.root / "main"
        var layers: [any Layer] = []
        // Activations take a place in the published model's list, so names skip one after each normalization.
        var index = 0
        func place(skippingActivation: Bool = false) -> Scope {
            defer { index += skippingActivation ? 2 : 1 }
            return main / index
        }
        func normalization(_ channels: Int) -> InstanceNormalization {
            InstanceNormalization(channels, fusingReLU: true, at: place(skippingActivation: true))
        }
        layers.append(Convolution(3 + labels, convDim, kernel: 7, padding: 3, bias: false, at: place()))
        layers.append(normalization(convDim))
        var width = convDim
        for _ in 0..<2 {
            layers.append(
                Convolution(width, 2 * width, kernel: 4, stride: 2, padding: 1, bias: false, at: place()))
            width *= 2
            layers.append(normalization(width))
        }
        for _ in 0..<residualBlocks {
            layers.append(ResidualBlock(width, at: place()))
        }
        for _ in 0..<2 {
            layers.append(
                TransposedConvolution(width, width / 2, kernel: 4, stride: 2, padding: 1, at: place()))
            width /= 2
            layers.append(normalization(width))
        }
        layers.append(Convolution(width, 3, kernel: 7, padding: 3, bias: false, at: place()))
        self.layers = layers
    }

    /// - Parameters:
    ///   - images: `[N, 3, H, W]` in [−1, 1]; H and W are divisible by 4.
    ///   - labels: `[N, c]`, the targets: bits, or one-hot.
    /// - Returns: `[N, 3, H, W]` in [−1, 1].
    public func callAsFunction(_ images: Tensor, labels: Tensor) -> Tensor {
        precondition(
            images.shape.rank == 4 && images.shape[1] == 3 && images.shape[2].isMultiple(of: 4)
                && images.shape[3].isMultiple(of: 4) && labels.shape == [images.shape[0], labelCount],
            "generator: images of shape \(images.shape) and labels of shape \(labels.shape) do not go together"
        )
        let planes = labels.reshaped(to: [images.shape[0], labelCount, 1, 1])
            .expanded(to: [images.shape[0], labelCount, images.shape[2], images.shape[3]])
        let input = Tensor.concatenating([images, planes], axis: 1)
        return layers.reduce(input.converted(to: precision.dtype)) { $1($0, mode: .training) }
            .converted(to: .float32).tanh()
    }
}

/// x + f(x), with nothing after.
private final class ResidualBlock: Layer {
    private let first: Convolution
    private let firstNormalization: InstanceNormalization
    private let second: Convolution
    private let secondNormalization: InstanceNormalization

    init(_ channels: Int, at scope: Scope) {
        let main = scope / "main"
        first = Convolution(channels, channels, kernel: 3, padding: 1, bias: false, at: main / 0)
        firstNormalization = InstanceNormalization(channels, fusingReLU: true, at: main / 1)
        second = Convolution(channels, channels, kernel: 3, padding: 1, bias: false, at: main / 3)
        secondNormalization = InstanceNormalization(channels, at: main / 4)
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let hidden = firstNormalization(first(input, mode: mode), mode: mode)
        return input + secondNormalization(second(hidden, mode: mode), mode: mode)
    }
}
