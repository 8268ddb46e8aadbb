import Classifiers
import Datasets
import Foundation
import Reports

extension ClassifierReport {
    /// The report of a classifier that was trained here.
    ///
    /// - Parameter folder: the classifier's, with the table of its training.
    init(
        _ metrics: ClassifierMetrics, of classifier: TrainedClassifier, from folder: URL, on dataset: Dataset,
        split: Split
    ) {
        let recipe = classifier.recipe
        let folder = folder.standardizedFileURL
        var lines = [
            ("Classifier", folder.path), ("Data", dataset.root.path), ("Layout", dataset.layout),
            ("Measured on", "the \(split.rawValue) split"),
            ("Labels", dataset.schema.names.joined(separator: ", ")),
            ("Network", recipe.model.rawValue),
            ("Images", "resized to \(recipe.resize) pixels, of them the central \(recipe.imageSize)"),
        ]
        if let choice = classifier.choice {
            lines.append(
                (
                    "Kept",
                    "after \(choice.step) steps, with a validation accuracy of \(String(format: "%.2f", choice.accuracy * 100)) %"
                        + " and a validation loss of \(String(format: "%.4f", choice.loss))"
                ))
        }
        self.init(
            metrics,
            of: Subject(
                name: folder.lastPathComponent, network: recipe.model.rawValue, imageSize: recipe.imageSize,
                chosenStep: classifier.choice?.step),
            on: dataset, split: split, curve: TrainingCurve(folder: folder), provenance: lines)
    }
}
