/// The losses of twenty training steps of a ResNet-50 and of a StarGAN (`make_tracking.py`).
///
/// Step i draws its batch from streams `prefix` + `images/i`, `labels/i` and `alpha/i`.
public struct TrackingFixture: Decodable, Sendable {
    public struct ResNet: Decodable, Sendable {
        public let prefix: String
        public let lastScale: ResNetFixture.LastScale
        /// `[N, 3, H, W]` of each batch.
        public let images: [Int]
        public let classes: Int
        /// What is added to channel c of an image of class c.
        public let brightness: Double
        public let sgd: ResNetFixture.SGD
        /// The loss of each step, before its update.
        public let losses: [Double]
        /// The largest relative difference of a loss that rounding makes.
        public let deviation: Double
    }

    public struct StarGAN: Decodable, Sendable {
        public let prefix: String
        public let config: StarGANFixture.Config
        /// The generator takes a step after so many of the critic's.
        public let criticSteps: Int
        public let adam: StarGANFixture.Adam
        public let weights: StarGANFixture.Weights
        public let discriminatorLosses: [Double]
        public let generatorLosses: [Double]
        /// The largest relative difference of a loss that rounding makes.
        public let deviation: Double
    }

    public let resnet: ResNet
    public let stargan: StarGAN

    public static func load() throws -> TrackingFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/tracking.json")
    }
}
