import Datasets
import Foundation
import NeuralNetwork
import Workspace

/// A generator and its discriminator, read from the run folder that training or an import left.
public struct TrainedGenerator {
    public let folder: URL
    public let recipe: StarGANRecipe
    public let schema: LabelSchema
    public let generator: Generator
    /// Nil where the generator was imported without one.
    public let discriminator: Discriminator?
    /// The SHA-256 of the generator's weight file.
    public let digest: String

    static let labelsName = "labels.json"
    static let generatorName = "generator.safetensors"
    static let discriminatorName = "discriminator.safetensors"

    /// - Throws: `WinnowError` `.missingInput` where training has not ended, `.badData` where the folder's files do not go
    ///   together.
    public init(folder: URL) throws {
        self.folder = folder
        let weights = folder.appendingPathComponent(Self.generatorName)
        let labels = folder.appendingPathComponent(Self.labelsName)
        guard FileManager.default.fileExists(atPath: labels.path) else {
            throw WinnowError(
                .missingInput,
                "\(folder.path): is not a generator's run folder (it has no \(Self.labelsName)); make one with winnow generator train or winnow generator import"
            )
        }
        guard FileManager.default.fileExists(atPath: weights.path) else {
            throw WinnowError(
                .missingInput,
                "\(weights.path): is missing; training has not ended: go on with winnow generator train … --resume"
            )
        }
        recipe = try StarGANRecipe(Recipe(contentsOf: folder.appendingPathComponent("recipe.yaml")))
        do {
            schema = try JSONDecoder().decode(LabelSchema.self, from: Data(contentsOf: labels))
        } catch {
            throw WinnowError(
                .badData, "\(labels.path): does not hold the labels of a generator; train it again")
        }
        generator = Generator(
            convDim: recipe.convDim, residualBlocks: recipe.residualBlocks, labels: schema.count,
            seed: nil)
        generator.precision = recipe.precision.ifSupported
        digest = try FileDigest.sha256(of: weights)
        let other = folder.appendingPathComponent(Self.discriminatorName)
        let judge =
            FileManager.default.fileExists(atPath: other.path)
            ? Discriminator(
                imageSize: recipe.imageSize, convDim: recipe.convDim, layers: recipe.discriminatorLayers,
                labels: schema.count, seed: nil) : nil
        judge?.precision = recipe.precision.ifSupported
        discriminator = judge
        try refusingBadWeights {
            try generator.parameters.load(SafeTensors(contentsOf: weights), source: weights.path)
            try judge?.parameters.load(SafeTensors(contentsOf: other), source: other.path)
        }
    }
}
