import ArgumentParser
import Classifiers
import Foundation

/// Who is asked beside a classifier, and about which views of an image.
struct EnsembleOptions: ParsableArguments {
    @Option(
        name: .customLong("with"),
        help: ArgumentHelp(
            "Another classifier of the same labels, whose probabilities are averaged with the first one's; may be repeated.",
            valueName: "classifier"))
    var others: [String] = []
    @Option(help: "Test-time augmentation: which views of an image the probabilities are averaged over.")
    var tta = TestTimeAugmentation.none

    /// The classifier and all that are asked with it.
    ///
    /// - Parameter name: what messages call the first.
    /// - Throws: what reading classifiers throws; `WinnowError` of kind `.usage` where labels differ.
    func ensemble(_ first: TrainedClassifier, name: String) throws -> ClassifierEnsemble {
        try ClassifierEnsemble(
            [(name: name, classifier: first)]
                + others.map { path in
                    (
                        name: path,
                        classifier: try TrainedClassifier(
                            folder: URL(fileURLWithPath: path, isDirectory: true))
                    )
                })
    }

    /// What a report says of it: a name and a value each.
    var provenance: [(String, String)] {
        var lines: [(String, String)] = []
        if !others.isEmpty { lines.append(("Asked with", others.joined(separator: ", "))) }
        if tta != .none { lines.append(("Test-time augmentation", tta.rawValue)) }
        return lines
    }
}

extension TestTimeAugmentation: ExpressibleByArgument {}
