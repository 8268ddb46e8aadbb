import Foundation
import NeuralNetwork
import Workspace

/// Weights of a model that was trained elsewhere, perhaps for something else: a file in any format that `WeightsFile` reads.
struct PretrainedWeights {
    private let stored: SafeTensors
    private let source: String

    /// The names that checkpoints give to the weights of a model, where they hold other tensors beside.
    private static let dictionaryNames = ["state_dict", "model_state_dict", "model", "net", "classifier"]

    /// - Throws: `WinnowError` of kind `.missingInput` where there is no file, `.badData` where it holds no weights.
    init(contentsOf url: URL) throws {
        source = url.path
        stored = try refusingBadWeights {
            let found = try WeightsFile(contentsOf: url).weights(
                preferring: Self.dictionaryNames, note: Console.note)
            return try Self.underPresentNames(found)
        }
    }

    /// torchvision publishes the weights of DenseNet under names of before 2018, and renames them as it reads them:
    /// `denselayer1.norm.1.weight` is `denselayer1.norm1.weight` today.
    private static func underPresentNames(_ file: SafeTensors) throws(WeightsError) -> SafeTensors {
        let old = /(denselayer[0-9]+\.(?:norm|conv))\.([12]\.)/
        guard file.names.contains(where: { $0.contains(old) }) else { return file }
        var renamed = SafeTensors(metadata: file.metadata)
        for entry in file.entries {
            try renamed.append(
                SafeTensors.Entry(
                    name: entry.name.replacing(old) { "\($0.1)\($0.2)" }, dtype: entry.dtype,
                    shape: entry.shape, data: entry.data))
        }
        return renamed
    }

    /// Gives a model the weights.
    ///
    /// Counters that are missing stay 0.
    ///
    /// - Parameter headPath: the path of a head that keeps its initial values where the file has none or one of other layers or
    ///   shapes; nil where it has to be there.
    /// - Throws: `WinnowError` of kind `.badData` that names the layer where they are another model's.
    func load(into parameters: ParameterStore, replacingHeadAt headPath: String?) throws {
        try refusingBadWeights {
            let initial = try parameters.stateDictionary()
            func isInHead(_ name: String) -> Bool { headPath.map { name.hasPrefix($0 + ".") } ?? false }
            func head(of file: SafeTensors) -> [String: [Int]] {
                file.entries.reduce(into: [:]) { if isInHead($1.name) { $0[$1.name] = $1.shape } }
            }
            let hasOtherHead = head(of: stored) != head(of: initial)
            var combined = SafeTensors()
            for entry in stored.entries where !hasOtherHead || !isInHead(entry.name) {
                try combined.append(entry)
            }
            for entry in initial.entries where combined[entry.name] == nil {
                let isOptional = hasOtherHead && isInHead(entry.name)
                if isOptional || entry.name.hasSuffix(".num_batches_tracked") { try combined.append(entry) }
            }
            try parameters.load(combined, source: source)
        }
    }

    /// How many logits the model gives.
    ///
    /// - Throws: `WinnowError` of kind `.badData` where there is no such layer.
    func classCount(headPath: String) throws -> Int {
        guard let head = stored[headPath + ".weight"], head.shape.count == 2,
            (1...65_536).contains(head.shape[0])
        else {
            let some = stored.names.prefix(3).joined(separator: ", ")
            throw WinnowError(
                .badData,
                "\(source): has no \(headPath).weight of two dimensions; it holds \(some) and so on. Give weights of the named model"
            )
        }
        return head.shape[0]
    }
}
