import NeuralNetwork
import TensorEngine

/// The residual network of He et al. (2016) with bottleneck blocks, in the variant and under the names of torchvision: the
/// stride is in the 3×3 convolution.
public final class ResNet: ImageClassifier {
    public let parameters: ParameterStore
    public var precision = Precision.float32
    private let stem: NormalizedConvolution
    private let blocks: [Bottleneck]
    private let head: Linear

    /// - Parameters:
    ///   - blockCounts: how many blocks each of the four stages has; `[3, 4, 6, 3]` is ResNet-50.
    ///   - classes: the number of logits.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(blockCounts: [Int] = [3, 4, 6, 3], classes: Int, seed: UInt64?, on device: Device = .cpu) {
        parameters = ParameterStore(seed: seed, on: device)
        let root = parameters.root
        stem = NormalizedConvolution(
            3, 64, kernel: 7, stride: 2, padding: 3, hasReLU: true, initializer: .kaimingNormal,
            at: root / "conv1", normalizedAt: root / "bn1")
        var blocks: [Bottleneck] = []
        var channels = 64
        for (stage, count) in blockCounts.enumerated() {
            let width = 64 << stage
            for index in 0..<count {
                blocks.append(
                    Bottleneck(
                        channels, width: width, stride: index == 0 && stage > 0 ? 2 : 1,
                        at: root / "layer\(stage + 1)" / index))
                channels = width * Bottleneck.expansion
            }
        }
        self.blocks = blocks
        head = Linear(channels, classes, at: root / "fc")
    }

    public func callAsFunction(_ images: Tensor, mode: Mode) -> Tensor {
        var features = stem(images.converted(to: precision.dtype), mode: mode)
        features = features.maxPooled(kernel: 3, stride: 2, padding: 1)
        for block in blocks { features = block(features, mode: mode) }
        let pooled = features.globalAveragePooled().converted(to: .float32)
        return head(pooled.reshaped(to: [pooled.shape[0], pooled.shape[1]]), mode: mode)
    }
}

/// 1×1, 3×3 and 1×1 convolutions around which the input is added back.
private final class Bottleneck: Layer {
    /// How many times wider the block's output is than its middle.
    static let expansion = 4

    private let reduce: NormalizedConvolution
    private let convolve: NormalizedConvolution
    private let expand: NormalizedConvolution
    private let shortcut: NormalizedConvolution?

    init(_ input: Int, width: Int, stride: Int, at scope: Scope) {
        let output = width * Self.expansion
        func convolution(
            _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, hasReLU: Bool, _ scope: Scope,
            _ normalizationScope: Scope
        ) -> NormalizedConvolution {
            NormalizedConvolution(
                input, output, kernel: kernel, stride: stride, padding: kernel / 2, hasReLU: hasReLU,
                initializer: .kaimingNormal, at: scope, normalizedAt: normalizationScope)
        }
        reduce = convolution(input, width, kernel: 1, hasReLU: true, scope / "conv1", scope / "bn1")
        convolve = convolution(
            width, width, kernel: 3, stride: stride, hasReLU: true, scope / "conv2", scope / "bn2")
        expand = convolution(width, output, kernel: 1, hasReLU: false, scope / "conv3", scope / "bn3")
        let downsample = scope / "downsample"
        shortcut =
            stride == 1 && input == output
            ? nil
            : convolution(
                input, output, kernel: 1, stride: stride, hasReLU: false, downsample / 0, downsample / 1)
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let middle = convolve(reduce(input, mode: mode), mode: mode)
        return expand(middle, addingWithReLU: shortcut?(input, mode: mode) ?? input, mode: mode)
    }
}
