import NeuralNetwork
import TensorEngine

/// The residual network of He et al. (2016), in the variant and under the names of torchvision: in bottleneck blocks the stride is
/// in the 3×3 convolution.
public final class ResNet: ImageClassifier {
    /// What the network is a chain of.
    public enum Block: Sendable {
        /// Two 3×3 convolutions, as in ResNet-18.
        case basic
        /// 1×1, 3×3 and 1×1 convolutions, the last of which makes four times as many channels, as in ResNet-50.
        case bottleneck

        /// How many times wider the block's output is than its middle.
        fileprivate var expansion: Int {
            switch self {
            case .basic: 1
            case .bottleneck: 4
            }
        }
    }

    public let parameters: ParameterStore
    public let randomSource = RandomSource()
    public let head: ClassifierHead
    public var precision = Precision.float32
    private let stem: NormalizedConvolution
    private let blocks: [ResidualBlock]

    /// - Parameters:
    ///   - blockCounts: how many blocks each of the four stages has; `[3, 4, 6, 3]` bottlenecks are ResNet-50, `[2, 2, 2, 2]`
    ///     basic blocks ResNet-18.
    ///   - block: the kind of block.
    ///   - classes: the number of logits.
    ///   - head: what is behind the features.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(
        blockCounts: [Int] = [3, 4, 6, 3], block: Block = .bottleneck, classes: Int,
        head: HeadDescription = HeadDescription(), seed: UInt64?, on device: Device = .cpu
    ) {
        parameters = ParameterStore(seed: seed, on: device)
        let root = parameters.root
        stem = NormalizedConvolution(
            3, 64, kernel: 7, stride: 2, padding: 3, hasReLU: true, initializer: .kaimingNormal,
            at: root / "conv1", normalizedAt: root / "bn1")
        var blocks: [ResidualBlock] = []
        var channels = 64
        for (stage, count) in blockCounts.enumerated() {
            let width = 64 << stage
            for index in 0..<count {
                blocks.append(
                    ResidualBlock(
                        block, channels, width: width, stride: index == 0 && stage > 0 ? 2 : 1,
                        at: root / "layer\(stage + 1)" / index))
                channels = width * block.expansion
            }
        }
        self.blocks = blocks
        self.head = ClassifierHead(
            head, features: channels, classes: classes, from: randomSource, at: root / "fc")
    }

    public func features(of images: Tensor, mode: Mode) -> Tensor {
        var features = stem(images.converted(to: precision.dtype), mode: mode)
        features = features.maxPooled(kernel: 3, stride: 2, padding: 1)
        for block in blocks { features = block(features, mode: mode) }
        return features.channelMeans()
    }
}

/// Convolutions around which the input is added back.
private final class ResidualBlock: Layer {
    /// All convolutions but the last, which takes the input's return into its own pass.
    private let body: [NormalizedConvolution]
    private let last: NormalizedConvolution
    private let shortcut: NormalizedConvolution?

    init(_ kind: ResNet.Block, _ input: Int, width: Int, stride: Int, at scope: Scope) {
        func convolution(
            _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, hasReLU: Bool, _ scope: Scope,
            _ normalizationScope: Scope
        ) -> NormalizedConvolution {
            NormalizedConvolution(
                input, output, kernel: kernel, stride: stride, padding: kernel / 2, hasReLU: hasReLU,
                initializer: .kaimingNormal, at: scope, normalizedAt: normalizationScope)
        }
        let output = width * kind.expansion
        switch kind {
        case .basic:
            body = [
                convolution(
                    input, width, kernel: 3, stride: stride, hasReLU: true, scope / "conv1", scope / "bn1")
            ]
            last = convolution(width, output, kernel: 3, hasReLU: false, scope / "conv2", scope / "bn2")
        case .bottleneck:
            body = [
                convolution(input, width, kernel: 1, hasReLU: true, scope / "conv1", scope / "bn1"),
                convolution(
                    width, width, kernel: 3, stride: stride, hasReLU: true, scope / "conv2", scope / "bn2"),
            ]
            last = convolution(width, output, kernel: 1, hasReLU: false, scope / "conv3", scope / "bn3")
        }
        let downsample = scope / "downsample"
        shortcut =
            stride == 1 && input == output
            ? nil
            : convolution(
                input, output, kernel: 1, stride: stride, hasReLU: false, downsample / 0, downsample / 1)
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let middle = body.reduce(input) { $1($0, mode: mode) }
        return last(middle, addingWithReLU: shortcut?(input, mode: mode) ?? input, mode: mode)
    }
}
