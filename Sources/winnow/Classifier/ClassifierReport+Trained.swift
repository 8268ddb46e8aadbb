import Classifiers
import Datasets
import Foundation
import Reports

extension ClassifierReport.Subject {
    /// A classifier that was trained here.
    ///
    /// - Parameter folder: the classifier's.
    init(_ classifier: TrainedClassifier, folder: URL) {
        self.init(
            name: folder.standardizedFileURL.lastPathComponent, network: classifier.recipe.model.rawValue,
            imageSize: classifier.recipe.imageSize, chosenStep: classifier.choice?.step)
    }
}

extension TrainedClassifier {
    /// Where a report on the classifier comes from: a name and a value each.
    ///
    /// - Parameter folder: the classifier's.
    func provenance(folder: URL, dataset: Dataset, split: Split) -> [(String, String)] {
        var lines = [
            ("Classifier", folder.standardizedFileURL.path), ("Data", dataset.root.path),
            ("Layout", dataset.layout), ("Measured on", "the \(split.rawValue) split"),
            ("Network", recipe.model.rawValue),
            ("Images", "resized to \(recipe.resize) pixels, of them the central \(recipe.imageSize)"),
        ]
        if let choice {
            let accuracy = String(format: "%.2f", choice.accuracy * 100)
            lines.append(
                (
                    "Kept",
                    "after \(choice.step) steps, with a validation accuracy of \(accuracy) % and a validation loss of "
                        + String(format: "%.4f", choice.loss)
                ))
        }
        return lines
    }
}
