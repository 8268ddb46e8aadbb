import Datasets
import Foundation
import NeuralNetwork
import Workspace

extension TrainedGenerator {
    /// Writes a run folder that ``init(folder:)`` can read.
    ///
    /// - Parameter resolvedRecipe: the recipe that the networks were built by.
    package static func write(
        _ generator: Generator, _ discriminator: Discriminator?, _ schema: LabelSchema,
        resolvedRecipe: String,
        to folder: URL
    ) throws {
        try describe(resolvedRecipe: resolvedRecipe, schema, in: folder)
        try write(generator, discriminator, to: folder)
    }

    /// Writes how the networks are built, and the labels that the weights' shapes depend on.
    static func describe(resolvedRecipe: String, _ schema: LabelSchema, in folder: URL) throws {
        let labels = "# labels: \(schema.task.rawValue): \(schema.names.joined(separator: ", "))\n"
        try AtomicFile.write(
            Data((labels + resolvedRecipe).utf8), to: folder.appendingPathComponent("recipe.yaml"))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(try encoder.encode(schema), to: folder.appendingPathComponent(labelsName))
    }

    /// Writes the weights, under the names of the published code. The generator's come last: where they are, all is there.
    static func write(_ generator: Generator, _ discriminator: Discriminator?, to folder: URL) throws {
        if let discriminator {
            try AtomicFile.write(
                discriminator.parameters.stateDictionary().serialized(),
                to: folder.appendingPathComponent(discriminatorName))
        }
        try AtomicFile.write(
            generator.parameters.stateDictionary().serialized(),
            to: folder.appendingPathComponent(generatorName))
    }
}
