import NeuralNetwork
import TensorEngine

/// The densely connected network of Huang et al. (2017, DenseNet-BC), under the names of torchvision: each layer is given the
/// channels of all layers before it in its block.
///
/// Images have at least ``smallestImage`` pixels along a side.
public final class DenseNet: ImageClassifier {
    /// Below this, nothing would be left of an image in the last of four blocks.
    public static let smallestImage = 29

    public let parameters: ParameterStore
    public let randomSource = RandomSource()
    public let head: ClassifierHead
    public var precision = Precision.float32
    private let stem: NormalizedConvolution
    private let stages: [Stage]
    private let lastNormalization: BatchNormalization

    /// Layers that add channels, and what halves them, in number and in height and width; nothing does behind the last block.
    private struct Stage {
        let layers: [DenseLayer]
        let transition: Transition?
    }

    /// - Parameters:
    ///   - layerCounts: how many layers each block has; `[6, 12, 24, 16]` is DenseNet-121.
    ///   - growth: how many channels a layer adds.
    ///   - classes: the number of logits.
    ///   - head: what is behind the features.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(
        layerCounts: [Int] = [6, 12, 24, 16], growth: Int = 32, classes: Int,
        head: HeadDescription = HeadDescription(), seed: UInt64?, on device: Device = .cpu
    ) {
        parameters = ParameterStore(seed: seed, on: device)
        let features = parameters.root / "features"
        var channels = 2 * growth
        stem = NormalizedConvolution(
            3, channels, kernel: 7, stride: 2, padding: 3, hasReLU: true, initializer: .kaimingNormalForward,
            at: features / "conv0", normalizedAt: features / "norm0")
        var stages: [Stage] = []
        for (block, count) in layerCounts.enumerated() {
            let layers = (0..<count).map { index in
                DenseLayer(
                    channels + index * growth, growth: growth,
                    at: features / "denseblock\(block + 1)" / "denselayer\(index + 1)")
            }
            channels += count * growth
            let isLast = block == layerCounts.count - 1
            stages.append(
                Stage(
                    layers: layers,
                    transition: isLast ? nil : Transition(channels, at: features / "transition\(block + 1)")))
            if !isLast { channels /= 2 }
        }
        self.stages = stages
        lastNormalization = BatchNormalization(channels, fusingReLU: true, at: features / "norm5")
        self.head = ClassifierHead(
            head, features: channels, classes: classes, biasInitializer: .constant(0), from: randomSource,
            at: parameters.root / "classifier")
    }

    public func features(of images: Tensor, mode: Mode) -> Tensor {
        var features = stem(images.converted(to: precision.dtype), mode: mode)
        features = features.maxPooled(kernel: 3, stride: 2, padding: 1)
        for stage in stages {
            for layer in stage.layers {
                features = Tensor.concatenating([features, layer(features, mode: mode)], axis: 1)
            }
            if let transition = stage.transition { features = transition(features, mode: mode) }
        }
        return lastNormalization(features, mode: mode).channelMeans()
    }
}

/// What makes new channels of those that there are: a 1×1 convolution to four times as many as it adds, and a 3×3 one, each behind
/// a normalization and a ReLU.
private final class DenseLayer: Layer {
    private let normalization: BatchNormalization
    private let reduce: NormalizedConvolution
    private let convolve: Convolution

    init(_ input: Int, growth: Int, at scope: Scope) {
        normalization = BatchNormalization(input, fusingReLU: true, at: scope / "norm1")
        reduce = NormalizedConvolution(
            input, 4 * growth, kernel: 1, hasReLU: true, initializer: .kaimingNormalForward,
            at: scope / "conv1", normalizedAt: scope / "norm2")
        convolve = Convolution(
            4 * growth, growth, kernel: 3, padding: 1, bias: false, initializer: .kaimingNormalForward,
            at: scope / "conv2")
    }

    /// - Returns: the new channels alone.
    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        convolve(reduce(normalization(input, mode: mode), mode: mode), mode: mode)
    }
}

/// Between two blocks: half as many channels, of half the height and width.
private final class Transition: Layer {
    private let normalization: BatchNormalization
    private let convolution: Convolution

    init(_ input: Int, at scope: Scope) {
        normalization = BatchNormalization(input, fusingReLU: true, at: scope / "norm")
        convolution = Convolution(
            input, input / 2, kernel: 1, bias: false, initializer: .kaimingNormalForward, at: scope / "conv")
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        convolution(normalization(input, mode: mode), mode: mode).averagePooled(kernel: 2, stride: 2)
    }
}
