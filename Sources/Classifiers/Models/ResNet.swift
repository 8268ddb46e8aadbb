import NeuralNetwork
import TensorEngine

/// The residual network of He et al. (2016) with bottleneck blocks, in the variant and under the names of torchvision: the
/// stride is in the 3×3 convolution.
public final class ResNet: ImageClassifier {
    public let parameters: ParameterStore
    public var precision = Precision.float32
    private let stem: Convolution
    private let stemNormalization: BatchNormalization
    private let blocks: [Bottleneck]
    private let head: Linear

    /// - Parameters:
    ///   - blockCounts: how many blocks each of the four stages has; `[3, 4, 6, 3]` is ResNet-50.
    ///   - classes: the number of logits.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(blockCounts: [Int] = [3, 4, 6, 3], classes: Int, seed: UInt64?, on device: Device = .cpu) {
        parameters = ParameterStore(seed: seed, on: device)
        let root = parameters.root
        stem = Convolution(
            3, 64, kernel: 7, stride: 2, padding: 3, bias: false, initializer: .kaimingNormal,
            at: root / "conv1")
        stemNormalization = BatchNormalization(64, fusingReLU: true, at: root / "bn1")
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
        var features = stemNormalization(
            stem(images.converted(to: precision.dtype), mode: mode), mode: mode)
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

    private let reduce: Convolution
    private let reduceNormalization: BatchNormalization
    private let convolve: Convolution
    private let convolveNormalization: BatchNormalization
    private let expand: Convolution
    private let expandNormalization: BatchNormalization
    private let shortcut: (convolution: Convolution, normalization: BatchNormalization)?

    init(_ input: Int, width: Int, stride: Int, at scope: Scope) {
        let output = width * Self.expansion
        func convolution(
            _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, _ scope: Scope
        ) -> Convolution {
            Convolution(
                input, output, kernel: kernel, stride: stride, padding: kernel / 2, bias: false,
                initializer: .kaimingNormal, at: scope)
        }
        reduce = convolution(input, width, kernel: 1, scope / "conv1")
        reduceNormalization = BatchNormalization(width, fusingReLU: true, at: scope / "bn1")
        convolve = convolution(width, width, kernel: 3, stride: stride, scope / "conv2")
        convolveNormalization = BatchNormalization(width, fusingReLU: true, at: scope / "bn2")
        expand = convolution(width, output, kernel: 1, scope / "conv3")
        expandNormalization = BatchNormalization(output, at: scope / "bn3")
        shortcut =
            stride == 1 && input == output
            ? nil
            : (
                convolution(input, output, kernel: 1, stride: stride, scope / "downsample" / 0),
                BatchNormalization(output, at: scope / "downsample" / 1)
            )
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        var residual = reduceNormalization(reduce(input, mode: mode), mode: mode)
        residual = convolveNormalization(convolve(residual, mode: mode), mode: mode)
        residual = expandNormalization(expand(residual, mode: mode), mode: mode)
        let identity =
            shortcut.map { $0.normalization($0.convolution(input, mode: mode), mode: mode) } ?? input
        return residual.addingWithReLU(identity)
    }
}
