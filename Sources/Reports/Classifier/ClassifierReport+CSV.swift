import Workspace

extension ClassifierReport {
    /// `metrics.csv`: a row a label, of several heads with the head's name ahead. Values are fractions at full precision; what does
    /// not exist is empty. Heads that answer with numbers are not in it.
    var csv: String {
        let hasHeads = questions.contains { $0.name != nil }
        let header = [
            "label", "training_images", "images", "accuracy", "balanced_accuracy", "precision", "recall",
            "f1", "true_positives", "false_positives", "true_negatives", "false_negatives",
        ]
        var rows = [(hasHeads ? ["head"] : []) + header]
        for (name, labels) in labelled {
            for (position, result) in labels.results.enumerated() {
                let counts = result.confusion.map {
                    [$0.truePositives, $0.falsePositives, $0.trueNegatives, $0.falseNegatives].map(
                        String.init)
                }
                let shares = [
                    result.accuracy, result.balancedAccuracy, result.precision, result.recall, result.f1,
                ]
                rows.append(
                    (hasHeads ? [name ?? ""] : []) + [
                        result.name, labels.frequencies.map { String($0.counts[position]) } ?? "",
                        String(result.support),
                    ] + shares.map(CSVText.number) + (counts ?? ["", "", "", ""]))
            }
        }
        return CSVText.file(rows)
    }

    /// `correlation.csv`: the correlations as a square, with the labels' names ahead of the rows and above the columns; nil where
    /// there are none.
    var correlationCSV: String? {
        labelled.lazy.compactMap(\.labels.correlation).first.map { correlation in
            CSVText.file(
                [[""] + correlation.names]
                    + zip(correlation.names, correlation.values).map { [$0] + $1.map(CSVText.number) })
        }
    }
}
