import Datasets
import Foundation
import NeuralNetwork
import Workspace

/// A generator and its discriminator, read from the run folder that training left.
public struct TrainedGenerator {
    public let folder: URL
    public let recipe: StarGANRecipe
    public let schema: LabelSchema
    public let generator: Generator
    public let discriminator: Discriminator
    /// The SHA-256 of the generator's weight file.
    public let digest: String

    private static let labelsName = "labels.json"

    /// - Throws: `WinnowError` `.missingInput` where training has not ended, `.badData` where the folder's files do not go
    ///   together.
    public init(folder: URL) throws {
        self.folder = folder
        let weights = folder.appendingPathComponent("generator.safetensors")
        let labels = folder.appendingPathComponent(Self.labelsName)
        guard FileManager.default.fileExists(atPath: labels.path) else {
            throw WinnowError(
                .missingInput,
                "\(folder.path): is not a generator's run folder (it has no \(Self.labelsName)); make one with winnow generator train"
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
        discriminator = Discriminator(
            imageSize: recipe.imageSize, convDim: recipe.convDim, layers: recipe.discriminatorLayers,
            labels: schema.count, seed: nil)
        generator.precision = recipe.precision.ifSupported
        discriminator.precision = recipe.precision.ifSupported
        digest = try FileDigest.sha256(of: weights)
        do {
            try generator.parameters.load(SafeTensors(contentsOf: weights), source: weights.path)
            let other = folder.appendingPathComponent("discriminator.safetensors")
            try discriminator.parameters.load(SafeTensors(contentsOf: other), source: other.path)
        } catch {
            throw WinnowError(.badData, error.description)
        }
    }

    /// Writes a run folder that ``init(folder:)`` can read.
    ///
    /// - Parameter resolvedRecipe: the recipe that the networks were built by.
    package static func write(
        _ generator: Generator, _ discriminator: Discriminator, _ schema: LabelSchema, resolvedRecipe: String,
        to folder: URL
    ) throws {
        try writeDescription(schema, resolvedRecipe: resolvedRecipe, to: folder)
        try writeWeights(generator, discriminator, to: folder)
    }

    /// Writes what the networks were built by.
    static func writeDescription(_ schema: LabelSchema, resolvedRecipe: String, to folder: URL) throws {
        let labels = "# labels: \(schema.task.rawValue): \(schema.names.joined(separator: ", "))\n"
        try AtomicFile.write(
            Data((labels + resolvedRecipe).utf8), to: folder.appendingPathComponent("recipe.yaml"))
        try writeLabels(schema, to: folder)
    }

    /// Writes both networks' weights.
    static func writeWeights(
        _ generator: Generator, _ discriminator: Discriminator, to folder: URL
    ) throws {
        try AtomicFile.write(
            generator.parameters.stateDictionary().serialized(),
            to: folder.appendingPathComponent("generator.safetensors"))
        try AtomicFile.write(
            discriminator.parameters.stateDictionary().serialized(),
            to: folder.appendingPathComponent("discriminator.safetensors"))
    }

    /// Writes the labels beside the weights, whose shapes depend on them.
    private static func writeLabels(_ schema: LabelSchema, to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(try encoder.encode(schema), to: folder.appendingPathComponent(labelsName))
    }
}
