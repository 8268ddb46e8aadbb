import Classifiers
import Foundation

/// What a finished cross-validation tells.
struct CrossValidationFacts: Encodable {
    struct Fold: Encodable {
        /// The classifier's.
        let folder: String
        /// That the classifier was asked about.
        let images: Int
        /// From 0 to 1; in multi-head data the mean of the heads' scores.
        let meanAccuracy: Double

        enum CodingKeys: String, CodingKey {
            case folder, images
            case meanAccuracy = "mean_accuracy"
        }
    }

    /// Of the folds' mean accuracies.
    struct Spread: Encodable {
        let mean: Double
        /// With one less than the number of folds below the sum.
        let standardDeviation: Double

        enum CodingKeys: String, CodingKey {
            case mean
            case standardDeviation = "standard_deviation"
        }

        /// - Precondition: there are two or more.
        init(_ values: [Double]) {
            precondition(values.count >= 2, "a spread of \(values.count) values")
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            standardDeviation = (squares / Double(values.count - 1)).squareRoot()
        }
    }

    let folds: [Fold]
    let meanAccuracy: Spread
    /// Of all images together, each as the classifier sees it that has not learned from it.
    let outOfFold: PredictionMetrics
    private let labels: [String]

    enum CodingKeys: String, CodingKey {
        case folds
        case meanAccuracy = "mean_accuracy"
        case outOfFold = "out_of_fold"
    }

    /// - Parameters:
    ///   - folders: one a fold.
    ///   - labels: the schema's names.
    /// - Throws: as the metrics do.
    init(_ validation: CrossValidation, _ predictions: OutOfFoldPredictions, folders: [URL], labels: [String])
        throws
    {
        folds = try folders.enumerated().map { fold, folder in
            Fold(
                folder: folder.relativePath, images: validation.folds.members(of: fold).count,
                meanAccuracy: try predictions.metrics(of: fold).score)
        }
        meanAccuracy = Spread(folds.map(\.meanAccuracy))
        outOfFold = try predictions.metrics()
        self.labels = labels
    }

    var text: String {
        func percent(_ value: Double) -> String { String(format: "%.2f", value * 100) }
        var table = TextTable(header: ["fold", "images", "mean accuracy"])
        for fold in folds { table.add([fold.folder, "\(fold.images)", percent(fold.meanAccuracy)]) }
        return """
            \(table.text)
            mean of the folds  \(percent(meanAccuracy.mean)) ± \(percent(meanAccuracy.standardDeviation))

            All images, each as the classifier sees it that has not learned from it:
            \(outOfFold.text(labels: labels))
            """
    }
}
