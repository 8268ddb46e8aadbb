import Datasets
import Foundation
import Workspace

/// What all classifiers of a folder were trained from, kept in it so that a resumed run puts nothing else beside them.
public struct TrainingOrigin: Sendable, Codable, Equatable {
    private static let fileName = "origin.json"

    let seed: UInt64
    /// Nil where the data set's own splits are used.
    let folds: Int?
    /// A digest of the train and validation images, their labels and their folds.
    let images: String

    /// - Throws: `WinnowError` of kind `.missingInput` where an image has gone.
    public init(_ dataset: Dataset, folds: GroupedFolds? = nil, seed: UInt64) throws {
        self.seed = seed
        self.folds = folds?.count
        let splits = try [Split.train, .validation].map(dataset.fingerprint)
        images = FileDigest.sha256(
            Data("\(splits.joined(separator: "\n"))\n\(folds?.folds ?? [])\n".utf8))
    }

    /// Writes `origin.json` into a folder that has none; where it has one, it must say the same.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` where the folder's classifiers come from elsewhere, `.badData` where the file is
    ///   damaged; `.cannotCreate` or `.ioFailed`.
    public func settle(in folder: URL) throws {
        let url = folder.appendingPathComponent(Self.fileName)
        guard FileManager.default.fileExists(atPath: url.path) else {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return try AtomicFile.write(encoder.encode(self), to: url)
        }
        guard let there = try? JSONDecoder().decode(Self.self, from: Data(contentsOf: url)) else {
            throw WinnowError(.badData, "\(url.path): is damaged; start anew with --force")
        }
        guard let difference = difference(from: there) else { return }
        throw WinnowError(
            .badRecipe,
            "\(folder.path): was begun with \(difference); go on with what it began with, or start anew with --force"
        )
    }

    /// What the other began with that is not the same here, in words.
    private func difference(from other: TrainingOrigin) -> String? {
        if seed != other.seed { return "seed \(other.seed)" }
        if folds != other.folds { return other.folds.map { "\($0) folds" } ?? "the data set's own splits" }
        return images == other.images ? nil : "other images or labels"
    }
}
