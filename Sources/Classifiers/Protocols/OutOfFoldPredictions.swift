import Datasets
import Foundation
import Workspace

/// What the classifiers of a cross-validation say of every image, each of the images that it has not learned from.
public struct OutOfFoldPredictions: Sendable {
    private let outputs: ClassifierOutputs
    /// Relative to the data set's folder.
    private let files: [String]
    private let labels: [Label]
    private let folds: GroupedFolds
    /// One row of K logits an image.
    private let rows: [[Float]]

    init(
        outputs: ClassifierOutputs, files: [String], labels: [Label], folds: GroupedFolds, rows: [[Float]]
    ) {
        self.outputs = outputs
        self.files = files
        self.labels = labels
        self.folds = folds
        self.rows = rows
    }

    /// What all of the answers together are worth.
    ///
    /// - Throws: as ``PredictionMetrics``.
    public func metrics() throws -> PredictionMetrics { try metrics(of: Array(rows.indices)) }

    /// What the answers about one fold are worth.
    public func metrics(of fold: Int) throws -> PredictionMetrics {
        try metrics(of: folds.members(of: fold))
    }

    private func metrics(of images: [Int]) throws -> PredictionMetrics {
        try PredictionMetrics(
            logits: images.flatMap { rows[$0] }, targets: images.map { labels[$0] }, outputs: outputs)
    }

    /// A table with a row an image, in the data set's order, train ahead of validation.
    ///
    /// Its columns are `file`, `fold` (counted from 1), `label` and then the probability of each label. In multi-head data there are, in
    /// place of label and probabilities, the true answer to each head's question, under its name, and the classifier's, under
    /// `predicted` and the name; numbers are not rounded.
    public var csv: String {
        let heads = outputs.schema.heads.map(\.name)
        let header =
            heads.isEmpty ? ["label"] + outputs.schema.names : heads.flatMap { [$0, "predicted \($0)"] }
        var text = CSVText.row(["file", "fold"] + header)
        for image in rows.indices {
            let start = [files[image], "\(folds.folds[image] + 1)"]
            text += CSVText.row(start + (heads.isEmpty ? probabilities(of: image) : answers(of: image)))
        }
        return text
    }

    /// The true label, and the probability of each.
    private func probabilities(of image: Int) -> [String] {
        [outputs.schema.text(of: labels[image])]
            + LogitRow(rows[image]).probabilities(outputs.schema.task).map { "\(Float($0))" }
    }

    /// Of each head, the true answer and the classifier's.
    private func answers(of image: Int) -> [String] {
        guard case .indices(let truths) = labels[image] else { return [] }
        return zip(zip(outputs.schema.heads, truths), outputs.answers(rows[image][...])).flatMap {
            let ((head, truth), answer) = $0
            return [
                head.text(at: truth), answer.number.map { "\(Float($0))" } ?? head.text(at: answer.index),
            ]
        }
    }
}
