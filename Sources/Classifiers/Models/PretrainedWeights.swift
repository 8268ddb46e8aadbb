import Foundation
import NeuralNetwork
import Workspace

/// Weights of a model that was trained elsewhere, perhaps for something else.
enum PretrainedWeights {
    /// Gives a model the weights of a file.
    ///
    /// The last layer keeps its initial values where the file's has another shape, and counters that are missing stay 0.
    ///
    /// - Parameter headPath: the path of the last layer.
    /// - Throws: `WinnowError` of kind `.missingInput` where there is no file, `.badData` where it holds another model.
    static func load(_ url: URL, into parameters: ParameterStore, headPath: String) throws {
        try refusingBadWeights {
            let stored = try read(url)
            let initial = try parameters.stateDictionary()
            var combined = SafeTensors(metadata: [:])
            for entry in initial.entries {
                let found = stored[entry.name]
                let isOptional =
                    entry.name.hasSuffix("num_batches_tracked") || entry.name.hasPrefix(headPath + ".")
                if let found, found.shape == entry.shape || !isOptional {
                    try combined.append(found)
                } else if isOptional {
                    try combined.append(entry)
                }
            }
            for entry in stored.entries where initial[entry.name] == nil { try combined.append(entry) }
            try parameters.load(combined, source: url.path)
        }
    }

    /// How many logits the model in a file gives.
    ///
    /// - Throws: as `load`.
    static func classCount(of url: URL, headPath: String) throws -> Int {
        try refusingBadWeights {
            guard let head = try read(url)[headPath + ".weight"], head.shape.count == 2,
                (1...65_536).contains(head.shape[0])
            else {
                throw WinnowError(
                    .badData,
                    "\(url.path): has no \(headPath).weight of two dimensions; give weights of the named model"
                )
            }
            return head.shape[0]
        }
    }

    private static func read(_ url: URL) throws -> SafeTensors {
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw WinnowError(
                .missingInput, "\(url.path): there is no such file; give a safetensors file of weights")
        }
        guard !["pth", "pt", "ckpt"].contains(url.pathExtension.lowercased()) else {
            throw WinnowError(
                .badData,
                "\(url.path): weights are read from safetensors; in Python, convert them with"
                    + " safetensors.torch.save_file(torch.load(file), \"weights.safetensors\")")
        }
        return try SafeTensors(contentsOf: url)
    }
}
