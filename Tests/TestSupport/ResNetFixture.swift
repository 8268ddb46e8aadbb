/// One training step of torchvision's ResNet-50 with five classes (`make_resnet.py`).
public struct ResNetFixture: Decodable, Sendable {
    public struct LastScale: Decodable, Sendable {
        public let suffix: String
        public let range: [Double]
    }

    public struct Images: Decodable, Sendable {
        /// The stream that they are drawn from, uniform in ±1.
        public let stream: String
        /// `[N, 3, H, W]`
        public let shape: [Int]
    }

    public struct SGD: Decodable, Sendable {
        public let learningRate: Double
        public let momentum: Double
        public let weightDecay: Double
    }

    public let prefix: String
    public let lastScale: LastScale
    public let images: Images
    public let labels: [[Float]]
    public let sgd: SGD
    /// Binary cross-entropy, the mean over images and classes.
    public let loss: Double
    /// In training mode, before the step.
    public let logits: [[Double]]
    /// In evaluation mode, after the step.
    public let evaluatedLogits: [[Double]]
    public let gradients: [String: SampledTensor]
    /// After the step.
    public let parameters: [String: SampledTensor]
    /// After the step's forward pass; means started at 0 and variances at 1.
    public let runningStatistics: [String: SampledTensor]
    /// By group, the tolerance at which single precision agrees with these double-precision results.
    public let deviation: [String: Double]

    /// The cases: `resnet_even` (32 × 64) and `resnet_odd` (33 × 47).
    public static let names = ["resnet_even", "resnet_odd"]

    public static func load(_ name: String) throws -> ResNetFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/\(name).json")
    }

    /// Names and shapes of torchvision's state, in its order, buffers among them.
    public static func stateList() throws -> [NamedShape] {
        try FixtureFile.decode([NamedShape].self, from: "pytorch/resnet_state.json")
    }

    /// The first value of a parameter: by the usual formula, but for the last scale of each block.
    public func parameter(_ parameter: NamedShape) -> [Float] {
        guard parameter.name.hasSuffix(lastScale.suffix) else {
            return FixtureRandom.parameter(name: parameter.name, shape: parameter.shape, prefix: prefix)
        }
        return FixtureRandom.uniform(
            name: prefix + parameter.name, count: parameter.shape.reduce(1, *), low: lastScale.range[0],
            high: lastScale.range[1])
    }
}
