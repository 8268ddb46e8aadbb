/// One step of the actor, of the critic and of the child classifier (`make_policy.py`).
public struct PolicyFixture: Decodable, Sendable {
    public struct Case: Decodable, Sendable {
        /// `actor`, `critic` or `child`.
        public let name: String
        /// The stream of the images.
        public let images: String
        public let loss: Double
        /// What the network says before the step.
        public let outputs: [[Double]]
        public let gradients: [String: SampledTensor]
        /// After one step of a fresh Adam.
        public let parameters: [String: SampledTensor]
        /// The tolerance at which single precision agrees with these double-precision results.
        public let deviation: Double
    }

    public let prefix: String
    public let imageSize: Int
    public let widths: [Int]
    public let hidden: Int
    /// One row a sample.
    public let labels: [[Float]]
    public let advantage: Double
    public let reward: Double
    public let entropyWeight: Double
    /// The lowest and the highest mean keep probability that cost nothing.
    public let keepRange: [Double]
    public let keepPenalty: Double
    public let adam: StarGANFixture.Adam
    public let cases: [Case]

    public static func load() throws -> PolicyFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/policy.json")
    }
}
