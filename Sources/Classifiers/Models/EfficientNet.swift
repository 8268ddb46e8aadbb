import NeuralNetwork
import TensorEngine

/// The network of Tan and Le (2019), under the names of torchvision: inverted residual blocks with a window for each channel and
/// attention over channels, scaled in width and depth.
public final class EfficientNet: ImageClassifier {
    /// How large the network is.
    public enum Variant: Sendable, CaseIterable {
        case b0, b1, b2, b3

        /// How many times as many channels as B0 has.
        var width: Double {
            switch self {
            case .b0, .b1: 1
            case .b2: 1.1
            case .b3: 1.2
            }
        }

        /// How many times as many blocks.
        var depth: Double {
            switch self {
            case .b0: 1
            case .b1: 1.1
            case .b2: 1.2
            case .b3: 1.4
            }
        }

        /// The probability that a feature is dropped ahead of the last layer.
        public var dropout: Double {
            switch self {
            case .b0, .b1: 0.2
            case .b2, .b3: 0.3
            }
        }
    }

    /// Blocks of one width, of which the first has the stride.
    private struct Stage {
        let expansion: Int
        let kernel: Int
        let stride: Int
        let channels: Int
        let blockCount: Int
    }

    /// B0's, table 1 of the paper.
    private static let stages = [
        Stage(expansion: 1, kernel: 3, stride: 1, channels: 16, blockCount: 1),
        Stage(expansion: 6, kernel: 3, stride: 2, channels: 24, blockCount: 2),
        Stage(expansion: 6, kernel: 5, stride: 2, channels: 40, blockCount: 2),
        Stage(expansion: 6, kernel: 3, stride: 2, channels: 80, blockCount: 3),
        Stage(expansion: 6, kernel: 5, stride: 1, channels: 112, blockCount: 3),
        Stage(expansion: 6, kernel: 5, stride: 2, channels: 192, blockCount: 4),
        Stage(expansion: 6, kernel: 3, stride: 1, channels: 320, blockCount: 1),
    ]
    private static let stemChannels = 32
    /// How many times as many channels the last convolution makes as it is given.
    private static let lastExpansion = 4

    public let parameters: ParameterStore
    public let randomSource = RandomSource()
    public let head: ClassifierHead
    public var precision = Precision.float32
    private let stem: NormalizedConvolution
    private let blocks: [InvertedResidual]
    private let last: NormalizedConvolution

    /// - Parameters:
    ///   - variant: how large it is.
    ///   - classes: the number of logits.
    ///   - head: what is behind the features; nil for a last layer with the variant's dropout.
    ///   - stochasticDepth: the probability that the last block's branch is left out of an image's sum while training; it grows
    ///     evenly from 0 at the first block.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(
        _ variant: Variant = .b0, classes: Int, head: HeadDescription? = nil, stochasticDepth: Double = 0.2,
        seed: UInt64?, on device: Device = .cpu
    ) {
        parameters = ParameterStore(seed: seed, on: device)
        let features = parameters.root / "features"
        let stages = Self.stages.map { stage in
            Stage(
                expansion: stage.expansion, kernel: stage.kernel, stride: stage.stride,
                channels: Self.rounded(Double(stage.channels) * variant.width),
                blockCount: Int((Double(stage.blockCount) * variant.depth).rounded(.up)))
        }
        var channels = Self.rounded(Double(Self.stemChannels) * variant.width)
        stem = .efficientNet(3, channels, kernel: 3, stride: 2, at: features / 0)
        let blockCount = stages.reduce(0) { $0 + $1.blockCount }
        var blocks: [InvertedResidual] = []
        for (index, stage) in stages.enumerated() {
            for block in 0..<stage.blockCount {
                blocks.append(
                    InvertedResidual(
                        channels, stage.channels, expansion: stage.expansion, kernel: stage.kernel,
                        stride: block == 0 ? stage.stride : 1,
                        skipping: stochasticDepth * Double(blocks.count) / Double(blockCount),
                        from: randomSource, at: features / (index + 1) / block / "block"))
                channels = stage.channels
            }
        }
        self.blocks = blocks
        let width = Self.lastExpansion * channels
        last = .efficientNet(channels, width, kernel: 1, at: features / (stages.count + 1))
        self.head = ClassifierHead(
            head ?? HeadDescription(dropout: variant.dropout), features: width, classes: classes,
            initializer: .uniform(bound: 1 / Double(classes).squareRoot()), biasInitializer: .constant(0),
            from: randomSource, at: parameters.root / "classifier" / 1)
    }

    /// The nearest multiple of 8, of which no less than nine tenths may remain.
    static func rounded(_ channels: Double) -> Int {
        let nearest = max(8, Int(channels + 4) / 8 * 8)
        return Double(nearest) < 0.9 * channels ? nearest + 8 : nearest
    }

    public func features(of images: Tensor, mode: Mode) -> Tensor {
        var features = stem(images.converted(to: precision.dtype), mode: mode).silu()
        for block in blocks { features = block(features, mode: mode) }
        return last(features, mode: mode).silu().channelMeans()
    }
}

extension NormalizedConvolution {
    /// A convolution and its normalization as torchvision puts them in a row: under `0` and `1` of a scope.
    fileprivate static func efficientNet(
        _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, groups: Int = 1, at scope: Scope
    ) -> NormalizedConvolution {
        NormalizedConvolution(
            input, output,
            window: Convolution.Window(side: kernel, stride: stride, padding: kernel / 2, groups: groups),
            hasReLU: false, initializer: .kaimingNormal, at: scope / 0, normalizedAt: scope / 1)
    }
}

/// Expands the channels, convolves each by itself, weighs them, and reduces their number; the input is added back where the
/// shapes agree (Sandler et al., 2018).
private final class InvertedResidual: Layer {
    private let expand: NormalizedConvolution?
    private let convolve: NormalizedConvolution
    private let attention: ChannelAttention
    private let reduce: NormalizedConvolution
    /// Nil where nothing is added back.
    private let stochasticDepth: StochasticDepth?

    init(
        _ input: Int, _ output: Int, expansion: Int, kernel: Int, stride: Int, skipping: Double,
        from source: RandomSource, at scope: Scope
    ) {
        let width = EfficientNet.rounded(Double(input * expansion))
        var place = 0
        func next() -> Scope {
            defer { place += 1 }
            return scope / place
        }
        expand = width == input ? nil : .efficientNet(input, width, kernel: 1, at: next())
        convolve = .efficientNet(width, width, kernel: kernel, stride: stride, groups: width, at: next())
        attention = ChannelAttention(width, squeezed: max(1, input / 4), at: next())
        reduce = .efficientNet(width, output, kernel: 1, at: next())
        stochasticDepth = stride == 1 && input == output ? StochasticDepth(skipping, from: source) : nil
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let expanded = expand.map { $0(input, mode: mode).silu() } ?? input
        let convolved = convolve(expanded, mode: mode).silu()
        let result = reduce(attention(convolved, mode: mode), mode: mode)
        return stochasticDepth.map { $0(result, mode: mode) + input } ?? result
    }
}

/// Multiplies each channel by a number in 0…1 that two small layers make of all channels' means: squeeze and excitation (Hu et
/// al., 2018).
private final class ChannelAttention: Layer {
    private let squeeze: Convolution
    private let excite: Convolution

    init(_ channels: Int, squeezed: Int, at scope: Scope) {
        func layer(_ input: Int, _ output: Int, _ name: String) -> Convolution {
            Convolution(
                input, output, window: Convolution.Window(side: 1), initializer: .kaimingNormal,
                biasInitializer: .constant(0), at: scope / name)
        }
        squeeze = layer(channels, squeezed, "fc1")
        excite = layer(squeezed, channels, "fc2")
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let means = input.globalAveragePooled()
        return input * excite(squeeze(means, mode: mode).silu(), mode: mode).sigmoid()
    }
}
