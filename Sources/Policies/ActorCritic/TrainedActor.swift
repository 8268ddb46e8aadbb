import Datasets
import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// An actor that has been trained: the folder `policies/NAME/`.
public final class TrainedActor {
    /// What `policy.json` says beside which policy it is.
    public struct Description: Sendable, Codable, Equatable {
        public let task: Task
        public let labels: [String]
        public let recipe: ActorCriticRecipe
        public let seed: UInt64
        /// The mean keep probability in the last episode.
        public let keepRate: Double
        /// How many real and synthetic images the environment held.
        public let realCount: Int
        public let syntheticCount: Int
        /// The environment's digest.
        public let environment: String

        static let fileName = "policy.json"

        public var schema: LabelSchema { LabelSchema(task: task, names: labels) }

        private enum CodingKeys: String, CodingKey {
            case task, labels, recipe, seed, environment
            case keepRate = "keep_rate"
            case realCount = "real_count"
            case syntheticCount = "synthetic_count"
        }
    }

    /// `policy.json`: which policy it is, and the description.
    struct Document: Encodable {
        let description: Description

        func encode(to encoder: any Encoder) throws {
            try PolicyDescription(kind: .actorCritic).encode(to: encoder)
            try description.encode(to: encoder)
        }
    }

    /// The name of the actor's weights in the folder.
    static let weightsName = "actor.safetensors"

    public let description: Description
    private let network: PolicyNetwork

    /// Samples that are judged at once.
    private static let chunk = 512

    /// Opens a trained policy.
    ///
    /// - Throws: `WinnowError` `.missingInput` where there is no finished training, `.badData` where a file of it is damaged or
    ///   is of another policy.
    public init(folder: URL) throws {
        let url = folder.appendingPathComponent(Description.fileName)
        let kind = try PolicyDescription(folder: folder).kind
        guard kind == .actorCritic else {
            throw WinnowError(
                .badData, "\(url.path): is a \(kind.rawValue) policy; give the folder of an rl policy")
        }
        do {
            description = try JSONDecoder().decode(Description.self, from: Data(contentsOf: url))
        } catch {
            throw WinnowError(.badData, "\(url.path): does not describe an rl policy; train it again")
        }
        let recipe = description.recipe
        guard description.task != .multiHead, (1...4096).contains(description.labels.count),
            (8...256).contains(recipe.imageSize),
            recipe.actor.widths.count == PolicyNetwork.convolutionCount,
            recipe.actor.widths.allSatisfy({ (1...1024).contains($0) }),
            (1...8192).contains(recipe.actor.hidden)
        else {
            throw WinnowError(.badData, "\(url.path): describes no network that can be; train it again")
        }
        network = PolicyNetwork(
            imageSize: recipe.imageSize, labelCount: description.labels.count, widths: recipe.actor.widths,
            hiddenWidth: recipe.actor.hidden, outputs: 1, seed: description.seed)
        let weights = folder.appendingPathComponent(Self.weightsName)
        try WeightFile.reporting { () throws(WeightsError) in
            try network.parameters.load(SafeTensors(contentsOf: weights), source: weights.path)
        }
    }

    /// The probability that each image is kept.
    ///
    /// - Returns: `[N]`, 0 to 1.
    /// - Precondition: the images have the recipe's size, and labels of the policy's schema.
    public func keepProbabilities(of images: LabelledImages) -> [Float] {
        precondition(
            images.size == description.recipe.imageSize,
            "keepProbabilities: images of side \(images.size), the actor sees \(description.recipe.imageSize)"
        )
        return GradientRecording.off {
            stride(from: 0, to: images.count, by: Self.chunk).flatMap { start in
                let rows = start..<min(start + Self.chunk, images.count)
                return network(
                    images.tensor(rows), labels: images.labelTensor(rows, schema: description.schema)
                ).sigmoid().floats
            }
        }
    }
}
