import NeuralNetwork
import TensorEngine

/// Inception-ResNet-v1 (Szegedy et al., 2017) as FaceNet's successors use it for faces, under the names of facenet-pytorch: the
/// features are an embedding of 512 numbers, normalized over the batch.
///
/// Images have at least ``smallestImage`` pixels along a side.
public final class InceptionResNet: ImageClassifier {
    /// Below this, nothing would be left of an image in the last blocks.
    public static let smallestImage = 75
    /// How many numbers an embedding has.
    private static let embedding = 512

    public let parameters: ParameterStore
    public let randomSource = RandomSource()
    public let head: ClassifierHead
    public var precision = Precision.float32
    private let stem: [any Layer]
    private let body: [any Layer]
    private let dropout: Dropout
    private let lastLinear: Linear
    private let lastNormalization: BatchNormalization

    /// - Parameters:
    ///   - classes: the number of logits.
    ///   - head: what is behind the embedding.
    ///   - dropout: the probability that a number is dropped ahead of the embedding.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public init(
        classes: Int, head: HeadDescription = HeadDescription(), dropout: Double = 0.6, seed: UInt64?,
        on device: Device = .cpu
    ) {
        parameters = ParameterStore(seed: seed, on: device)
        let root = parameters.root
        stem = [
            NormalizedConvolution.inception(3, 32, .init(side: 3, stride: 2), at: root / "conv2d_1a"),
            NormalizedConvolution.inception(32, 32, .init(side: 3), at: root / "conv2d_2a"),
            NormalizedConvolution.inception(32, 64, .init(side: 3, padding: 1), at: root / "conv2d_2b"),
            LargestOfNeighbours(),
            NormalizedConvolution.inception(64, 80, .init(side: 1), at: root / "conv2d_3b"),
            NormalizedConvolution.inception(80, 192, .init(side: 3), at: root / "conv2d_4a"),
            NormalizedConvolution.inception(192, 256, .init(side: 3, stride: 2), at: root / "conv2d_4b"),
        ]
        var body: [any Layer] = []
        for index in 0..<5 { body.append(InceptionBlock.of35(scale: 0.17, at: root / "repeat_1" / index)) }
        body.append(InceptionReduction.to17(at: root / "mixed_6a"))
        for index in 0..<10 { body.append(InceptionBlock.of17(scale: 0.1, at: root / "repeat_2" / index)) }
        body.append(InceptionReduction.to8(at: root / "mixed_7a"))
        for index in 0..<5 { body.append(InceptionBlock.of8(scale: 0.2, at: root / "repeat_3" / index)) }
        body.append(InceptionBlock.of8(scale: 1, hasReLU: false, at: root / "block8"))
        self.body = body
        self.dropout = Dropout(dropout, from: randomSource)
        lastLinear = Linear(InceptionBlock.channels8, Self.embedding, bias: false, at: root / "last_linear")
        lastNormalization = BatchNormalization(
            Self.embedding, epsilon: NormalizedConvolution.inceptionEpsilon, at: root / "last_bn")
        self.head = ClassifierHead(
            head, features: Self.embedding, classes: classes, from: randomSource, at: root / "logits")
    }

    public func features(of images: Tensor, mode: Mode) -> Tensor {
        let input = images.converted(to: precision.dtype)
        let features = (stem + body).reduce(input) { $1($0, mode: mode) }.channelMeans()
        let embedding = lastLinear(dropout(features, mode: mode), mode: mode)
        let count = embedding.shape[0]
        return lastNormalization(embedding.reshaped(to: [count, Self.embedding, 1, 1]), mode: mode)
            .reshaped(to: [count, Self.embedding])
    }
}

extension NormalizedConvolution {
    /// What is added to variances in all normalizations of the network.
    fileprivate static let inceptionEpsilon = 1e-3

    /// A convolution, its normalization and a ReLU, under `conv` and `bn` of a scope.
    fileprivate static func inception(
        _ input: Int, _ output: Int, _ window: Convolution.Window, at scope: Scope
    ) -> NormalizedConvolution {
        NormalizedConvolution(
            input, output, window: window, epsilon: inceptionEpsilon, hasReLU: true,
            initializer: .pytorchDefault, at: scope / "conv", normalizedAt: scope / "bn")
    }
}

/// The largest element in each 3×3 window of stride 2.
private struct LargestOfNeighbours: Layer {
    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor { input.maxPooled(kernel: 3, stride: 2) }
}

/// Layers one behind the other.
private struct Branch: Layer {
    private let layers: [any Layer]

    init(_ layers: [any Layer]) { self.layers = layers }

    /// A chain of convolutions; a single one has the branch's own path, several are numbered below it.
    ///
    /// - Parameter convolutions: how many channels each makes, and its window.
    init(_ input: Int, _ convolutions: [(output: Int, window: Convolution.Window)], at scope: Scope) {
        var channels = input
        layers = convolutions.enumerated().map { index, convolution in
            defer { channels = convolution.output }
            return NormalizedConvolution.inception(
                channels, convolution.output, convolution.window,
                at: convolutions.count == 1 ? scope : scope / index)
        }
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        layers.reduce(input) { $1($0, mode: mode) }
    }
}

/// Several branches, whose channels are joined.
private struct Branches: Layer {
    let branches: [Branch]

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        Tensor.concatenating(branches.map { $0(input, mode: mode) }, axis: 1)
    }
}

/// Branches, a 1×1 convolution of their channels, a scale, and the input added back.
private final class InceptionBlock: Layer {
    /// How many channels there are where an image of 299 pixels has 35, 17 and 8 left, after which the blocks are called.
    static let channels35 = 256
    static let channels17 = 896
    static let channels8 = 1792

    private let branches: Branches
    private let join: Convolution
    private let scale: Double
    private let hasReLU: Bool

    private init(
        _ branches: [Branch], joining joined: Int, to channels: Int, scale: Double, hasReLU: Bool,
        at scope: Scope
    ) {
        self.branches = Branches(branches: branches)
        join = Convolution(joined, channels, kernel: 1, at: scope / "conv2d")
        self.scale = scale
        self.hasReLU = hasReLU
    }

    static func of35(scale: Double, at scope: Scope) -> InceptionBlock {
        let (one, three) = (Convolution.Window(side: 1), Convolution.Window(side: 3, padding: 1))
        return InceptionBlock(
            [
                Branch(channels35, [(32, one)], at: scope / "branch0"),
                Branch(channels35, [(32, one), (32, three)], at: scope / "branch1"),
                Branch(channels35, [(32, one), (32, three), (32, three)], at: scope / "branch2"),
            ], joining: 96, to: channels35, scale: scale, hasReLU: true, at: scope)
    }

    static func of17(scale: Double, at scope: Scope) -> InceptionBlock {
        cross(channels17, width: 128, side: 7, scale: scale, hasReLU: true, at: scope)
    }

    static func of8(scale: Double, hasReLU: Bool = true, at scope: Scope) -> InceptionBlock {
        cross(channels8, width: 192, side: 3, scale: scale, hasReLU: hasReLU, at: scope)
    }

    /// One branch of single pixels, and one of a row of pixels and then a column.
    private static func cross(
        _ channels: Int, width: Int, side: Int, scale: Double, hasReLU: Bool, at scope: Scope
    ) -> InceptionBlock {
        let one = Convolution.Window(side: 1)
        let row = Convolution.Window(height: 1, width: side, padding: 0, sidePadding: side / 2)
        let column = Convolution.Window(height: side, width: 1, padding: side / 2, sidePadding: 0)
        return InceptionBlock(
            [
                Branch(channels, [(width, one)], at: scope / "branch0"),
                Branch(channels, [(width, one), (width, row), (width, column)], at: scope / "branch1"),
            ], joining: 2 * width, to: channels, scale: scale, hasReLU: hasReLU, at: scope)
    }

    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        let residual = join(branches(input, mode: mode), mode: mode) * scale
        return hasReLU ? residual.addingWithReLU(input) : residual + input
    }
}

/// Between blocks of two sizes: branches of stride 2, one of which takes the largest of neighbours and keeps the channels.
private enum InceptionReduction {
    static func to17(at scope: Scope) -> any Layer {
        let input = InceptionBlock.channels35
        return Branches(branches: [
            Branch(input, [(384, half)], at: scope / "branch0"),
            Branch(input, [(192, one), (192, three), (256, half)], at: scope / "branch1"),
            Branch([LargestOfNeighbours()]),
        ])
    }

    static func to8(at scope: Scope) -> any Layer {
        let input = InceptionBlock.channels17
        return Branches(branches: [
            Branch(input, [(256, one), (384, half)], at: scope / "branch0"),
            Branch(input, [(256, one), (256, half)], at: scope / "branch1"),
            Branch(input, [(256, one), (256, three), (256, half)], at: scope / "branch2"),
            Branch([LargestOfNeighbours()]),
        ])
    }

    private static let one = Convolution.Window(side: 1)
    private static let three = Convolution.Window(side: 3, padding: 1)
    private static let half = Convolution.Window(side: 3, stride: 2)
}
