import Datasets
import Foundation
import Workspace

/// As many classifiers as there are folds, each trained on all folds but one and asked about that one: every image is judged by
/// a classifier that has not learned from it.
///
/// The folds are made of a data set's train and validation images together; its test images take no part. A classifier's best moment
/// is chosen on the fold that it is asked about, as a training chooses it on the validation split.
public struct CrossValidation: Sendable {
    private let dataset: Dataset
    /// The images that are parted: those of the train split, then those of the validation split.
    public let examples: [Example]
    /// The fold of each.
    public let folds: GroupedFolds

    /// Parts a data set.
    ///
    /// - Parameters:
    ///   - count: how many folds to make.
    ///   - seed: of the folds.
    /// - Throws: `WinnowError` of kind `.badData` where there are no images, `.usage` where there are fewer groups than folds.
    /// - Precondition: `count` is at least 2.
    public init(_ dataset: Dataset, folds count: Int, seed: UInt64) throws {
        self.dataset = dataset
        examples = dataset.examples(in: .train) + dataset.examples(in: .validation)
        guard !examples.isEmpty else {
            throw WinnowError(
                .badData,
                "\(dataset.root.path): has no images in its train and validation splits; a training needs some"
            )
        }
        folds = try GroupedFolds(examples, schema: dataset.schema, count: count, seed: seed)
    }

    /// What the classifier of a fold is trained with: the fold is the validation split, and the others are the train split.
    public func dataset(of fold: Int) -> Dataset {
        Dataset(
            root: dataset.root, layout: dataset.layout, schema: dataset.schema,
            examples: [
                .train: folds.others(of: fold).map { examples[$0] },
                .validation: folds.members(of: fold).map { examples[$0] },
            ])
    }

    /// Has each fold's classifier say what it thinks of its images.
    ///
    /// - Parameters:
    ///   - outputs: what the classifiers' outputs stand for.
    ///   - logits: what the classifier of a fold says of some images: `[N, K]` in row order.
    /// - Throws: what `logits` throws.
    public func predictions(
        outputs: ClassifierOutputs, by logits: (_ fold: Int, _ images: ImageSource) throws -> [Float]
    ) throws -> OutOfFoldPredictions {
        var rows = [[Float]](repeating: [], count: examples.count)
        for fold in 0..<folds.count {
            let members = folds.members(of: fold)
            let said = try logits(fold, .files(members.map { examples[$0] }))
            precondition(
                said.count == members.count * outputs.count,
                "\(said.count) logits for [\(members.count), \(outputs.count)]")
            for (place, image) in members.enumerated() {
                rows[image] = Array(said[place * outputs.count..<(place + 1) * outputs.count])
            }
        }
        return OutOfFoldPredictions(
            outputs: outputs, files: examples.map { dataset.relativePath(of: $0.path) },
            labels: examples.map(\.label), folds: folds, rows: rows)
    }
}
