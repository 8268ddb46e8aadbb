import TensorEngine

/// What an architecture of classifiers says of a few images in PyTorch, with five classes (`make_classifiers.py`).
public struct ClassifierFixture: Decodable, Sendable {
    public struct Images: Decodable, Sendable {
        /// The stream that they are drawn from, uniform in ±1.
        public let stream: String
        /// `[N, 3, H, W]`.
        public let shape: [Int]
    }

    public let images: Images
    /// What the names of the last scales of residual blocks end in: they are drawn from a lower range.
    public let lastScales: [String]
    /// The SHA-256 of the names and shapes of PyTorch's state, a line each, in its order.
    public let state: String
    public let stateCount: Int
    /// In evaluation mode.
    public let evaluatedLogits: [[Double]]
    /// In training mode.
    public let trainedLogits: [[Double]]
    /// Of the sum of the logits in training mode, each times its weight.
    public let gradients: [String: SampledTensor]
    /// After the forward pass in training mode.
    public let runningStatistics: [String: SampledTensor]
    /// By group, the tolerance at which single precision agrees with these double-precision results.
    public let deviation: [String: Double]

    /// The case of that name.
    public static func load(_ name: String) throws -> ClassifierFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/classifiers/\(name).json")
    }

    /// The number of classes.
    public static let classes = 5

    /// The images.
    public var pixels: Tensor {
        let shape = Shape(images.shape)
        return Tensor(
            FixtureRandom.uniform(name: images.stream, count: shape.count, low: -1, high: 1), shape: shape)
    }

    /// What each logit is multiplied by in the scalar that is differentiated.
    public func weights(of name: String) -> Tensor {
        let shape: Shape = [images.shape[0], Self.classes]
        return Tensor(
            FixtureRandom.uniform(
                name: "classifiers/\(name)/weights", count: shape.count, low: -1, high: 1), shape: shape)
    }

    /// The value of a parameter or a running statistic.
    public func value(of name: String, in network: String, shape: [Int]) -> [Float] {
        let prefix = "classifiers/\(network)/"
        let range: (low: Double, high: Double)
        if name.hasSuffix("running_var") {
            range = (0.1, 0.25)
        } else if lastScales.contains(where: name.hasSuffix) {
            range = (0.1, 0.3)
        } else {
            return FixtureRandom.parameter(name: name, shape: shape, prefix: prefix)
        }
        return FixtureRandom.uniform(
            name: prefix + name, count: shape.reduce(1, *), low: range.low, high: range.high)
    }
}
