import Datasets
import Foundation
import NeuralNetwork
import Workspace

extension TrainedClassifier {
    private static let descriptionName = "classifier.json"
    private static let weightsName = "classifier.safetensors"
    private static let format = "winnow-classifier"
    private static let version = 1

    /// What `classifier.json` holds.
    private struct Description: Codable {
        var format = TrainedClassifier.format
        var version = TrainedClassifier.version
        let recipe: ClassifierRecipe
        let schema: LabelSchema
        let statistics: ChannelStatistics
        let choice: Choice?
        /// The SHA-256 of the weights, so that files of two classifiers are never mixed.
        let weights: String

        /// What cannot be, in words.
        var flaw: String? {
            if !(1...4096).contains(schema.count) || Set(schema.names).count != schema.count {
                return "\(schema.count) labels"
            }
            if !(1 <= recipe.imageSize && recipe.imageSize <= recipe.resize && recipe.resize <= 4096) {
                return "a crop of \(recipe.imageSize) from \(recipe.resize) pixels"
            }
            if recipe.imageSize < recipe.model.smallestImage {
                return "images of \(recipe.imageSize) pixels, too small for \(recipe.model.rawValue)"
            }
            if !(0..<1).contains(recipe.head.dropout) || !(1...65_536).contains(recipe.head.hidden ?? 1) {
                return
                    "a head of \(recipe.head.hidden ?? 0) hidden features with a dropout of \(recipe.head.dropout)"
            }
            let numbers = statistics.mean + statistics.deviation
            if statistics.mean.count != 3 || statistics.deviation.count != 3
                || !numbers.allSatisfy(\.isFinite) || !statistics.deviation.allSatisfy({ $0 > 0 })
            {
                return "statistics of mean \(statistics.mean) and deviation \(statistics.deviation)"
            }
            return nil
        }
    }

    /// Writes `classifier.safetensors`, under PyTorch's names, and `classifier.json` into a folder that is there.
    ///
    /// - Throws: `WinnowError` of kind `.cannotCreate` or `.ioFailed`.
    public func save(to folder: URL) throws {
        let weights = try refusingBadWeights {
            try model.parameters.stateDictionary(metadata: ["format": "pt"]).serialized()
        }
        let description = Description(
            recipe: recipe, schema: schema, statistics: statistics, choice: choice,
            weights: FileDigest.sha256(weights))
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(weights, to: folder.appendingPathComponent(Self.weightsName))
        try AtomicFile.write(
            encoder.encode(description), to: folder.appendingPathComponent(Self.descriptionName))
    }

    /// Whether a folder holds a trained classifier, whole or not.
    public static func exists(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(descriptionName).path)
    }

    /// The labels of a classifier that was saved, without reading its weights.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput` where the folder holds none, `.badData` where its description is damaged.
    public static func schema(in folder: URL) throws -> LabelSchema { try description(in: folder).schema }

    private static func damaged(_ file: URL, _ what: String) -> WinnowError {
        WinnowError(
            .badData, "\(file.path): \(what); train the classifier again, or restore the file from a copy")
    }

    private static func description(in folder: URL) throws -> Description {
        let url = folder.appendingPathComponent(Self.descriptionName)
        guard let data = try? Data(contentsOf: url) else {
            throw WinnowError(
                .missingInput,
                "\(folder.path): holds no trained classifier (there is no \(Self.descriptionName)); train one with"
                    + " winnow classifier train or winnow policy train cl-sam")
        }
        guard let description = try? JSONDecoder().decode(Description.self, from: data),
            description.format == Self.format
        else { throw damaged(url, "is damaged, or no description of a classifier") }
        guard description.version == Self.version else {
            throw WinnowError(.badData, "\(url.path): was written by a newer Winnow; use that one")
        }
        if let flaw = description.flaw { throw damaged(url, "has \(flaw)") }
        return description
    }

    /// Reads a classifier that was saved.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput` where the folder holds none, `.badData` where its files are damaged or do
    ///   not go together.
    public convenience init(folder: URL) throws {
        let description = try Self.description(in: folder)
        let weightsURL = folder.appendingPathComponent(Self.weightsName)
        guard FileManager.default.fileExists(atPath: weightsURL.path) else {
            throw WinnowError(
                .missingInput,
                "\(weightsURL.path): is missing; train the classifier again, or restore the file from a copy")
        }
        guard try FileDigest.sha256(of: weightsURL) == description.weights else {
            throw Self.damaged(weightsURL, "is not the file that \(Self.descriptionName) was written with")
        }
        let model = description.recipe.model.makeModel(
            classes: ClassifierOutputs(description.schema, numbers: description.recipe.head.numbers).count,
            head: description.recipe.head, seed: nil)
        model.precision = description.recipe.precision.ifSupported
        try refusingBadWeights {
            try model.parameters.load(SafeTensors(contentsOf: weightsURL), source: weightsURL.path)
        }
        self.init(
            model: model, recipe: description.recipe, schema: description.schema,
            statistics: description.statistics, choice: description.choice, waitingShare: nil)
    }
}
