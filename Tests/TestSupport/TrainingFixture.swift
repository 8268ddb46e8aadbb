/// Twenty steps of a small network under each optimizer and schedule (`make_training.py`).
///
/// The network: `conv` 3→6, 3 × 3, padding 1, no bias; `bn`; ReLU; max pooling 2 × 2; flattened; `fc`. Softmax cross-entropy,
/// the mean over the batch. Step s takes batch s mod 4, whose images come from the stream `images.prefix` + its index.
public struct TrainingFixture: Decodable, Sendable {
    public struct Images: Decodable, Sendable {
        public let prefix: String
        /// `[N, 3, H, W]` of each batch.
        public let shape: [Int]
    }

    public struct Settings: Decodable, Sendable {
        public let momentum: Double?
        public let betas: [Double]?
        public let epsilon: Double?
        /// Added to the gradient, times the parameter, for every parameter.
        public let weightDecay: Double
    }

    public struct Schedule: Decodable, Sendable {
        /// `constant`, `cosine`, `step`, `exponential` or `linear`.
        public let name: String
        /// Cosine and linear: the step at which the rate reaches 0.
        public let total: Int?
        /// Linear: the step up to which the rate is constant.
        public let start: Int?
        /// Step: after how many steps the rate is multiplied.
        public let every: Int?
        /// Step and exponential: with what it is multiplied.
        public let factor: Double?
    }

    public struct Case: Decodable, Sendable {
        public let name: String
        /// `sgd` or `adam`.
        public let optimizer: String
        public let settings: Settings
        public let schedule: Schedule
        public let learningRate: Double
        /// The rate of each step.
        public let rates: [Double]
        /// The loss of each step, before its update.
        public let losses: [Double]
        /// Parameters and running statistics after the last step.
        public let state: [String: SampledTensor]
        /// For `losses` and `state`, the tolerance at which single precision agrees.
        public let deviation: [String: Double]
    }

    public let prefix: String
    public let images: Images
    /// By batch, the class of each image.
    public let labels: [[Int]]
    public let cases: [Case]

    public static func load() throws -> TrainingFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/training.json")
    }
}
