/// One discriminator step and one generator step of a small StarGAN (`make_stargan.py`).
///
/// Parameters are `FixtureRandom.parameter(name:shape:prefix:)` with `prefixes`; images `[N, 3, S, S]` are uniform in ±1
/// and α `[N]` uniform in 0…1, each from its stream.
public struct StarGANFixture: Decodable, Sendable {
    public struct Config: Decodable, Sendable {
        public let imageSize: Int
        public let convDim: Int
        public let residualBlocks: Int
        public let discriminatorLayers: Int
        public let labels: Int
        public let batch: Int
        /// Whether the class term is binary cross-entropy; else softmax cross-entropy.
        public let isMultiLabel: Bool
    }

    public struct Prefixes: Decodable, Sendable {
        public let generator: String
        public let discriminator: String
    }

    public struct Streams: Decodable, Sendable {
        public let images: String
        public let alpha: String
    }

    public struct Weights: Decodable, Sendable {
        public let classification: Double
        public let reconstruction: Double
        public let gradientPenalty: Double
    }

    public struct Adam: Decodable, Sendable {
        public let learningRate: Double
        public let betas: [Double]
        public let epsilon: Double
    }

    public struct Step: Decodable, Sendable {
        /// The terms before they are weighted, and their weighted `total`.
        public let losses: [String: Double]
        /// Among them `fakes`, the realism maps, the logits, and for the discriminator `image_gradient` and its norms.
        public let outputs: [String: SampledTensor]
        public let gradients: [String: SampledTensor]
        /// After one step of a fresh Adam.
        public let parameters: [String: SampledTensor]
        /// By group, the tolerance at which single precision agrees with these double-precision results.
        public let deviation: [String: Double]
    }

    /// The model of the paper at 128 pixels: what its parameters are called.
    public struct ParameterList: Decodable, Sendable {
        public struct Model: Decodable, Sendable {
            /// Numbers in all.
            public let count: Int
            public let parameters: [NamedShape]
        }

        public let generator: Model
        public let discriminator: Model

        public static func load() throws -> ParameterList {
            try FixtureFile.decode(Self.self, from: "pytorch/stargan_parameters.json")
        }
    }

    public let config: Config
    public let prefixes: Prefixes
    public let streams: Streams
    /// One row an image; one-hot for single-label data.
    public let sourceLabels: [[Float]]
    public let targetLabels: [[Float]]
    public let weights: Weights
    public let adam: Adam
    public let discriminatorStep: Step
    /// Taken after the discriminator's step, with its new parameters.
    public let generatorStep: Step

    /// The cases: `stargan_multi_label` and `stargan_single_label`.
    public static let names = ["stargan_multi_label", "stargan_single_label"]

    public static func load(_ name: String) throws -> StarGANFixture {
        try FixtureFile.decode(Self.self, from: "pytorch/\(name).json")
    }
}
