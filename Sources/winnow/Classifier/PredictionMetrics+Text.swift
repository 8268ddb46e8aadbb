import Classifiers
import Foundation
import Workspace

extension PredictionMetrics {
    /// The metrics for a person, shares in percent.
    ///
    /// - Parameter labels: the schema's names.
    func text(labels: [String]) -> String {
        switch self {
        case .labels(let metrics): metrics.text(labels: labels)
        case .heads(let metrics): metrics.text
        }
    }
}

extension ClassifierMetrics {
    /// What holds of all labels, and tables of the labels and the groups.
    fileprivate func text(labels: [String]) -> String {
        var table = TextTable(
            header: ["label", "images", "accuracy", "balanced", "precision", "recall", "F1"])
        for label in labels {
            table.add(
                [label, "\(support[label] ?? 0)"]
                    + [accuracy, balancedAccuracy, precision, recall, f1].map { percent($0[label]) })
        }
        var text = """
            images         \(count)
            mean accuracy  \(percent(meanAccuracy))
            wholly right   \(percent(overallAccuracy))
            macro F1       \(percent(macroF1))


            """ + table.text
        if !groups.isEmpty {
            var rows = TextTable(header: ["group", "images", "accuracy"])
            for group in groups { rows.add([group.name, "\(group.count)", percent(group.accuracy)]) }
            text += "\n" + rows.text
        }
        return text
    }
}

extension MultiHeadMetrics {
    /// A line a head that answers with a number, and a table of the classes of each head that has some.
    fileprivate var text: String {
        var parts = ["images  \(count)\n"]
        let numbers = heads.compactMap { head in head.number.map { (head.name, $0) } }
        if !numbers.isEmpty {
            var table = TextTable(header: ["number", "mean absolute error", "RMSE", "mean error", "within 5"])
            for (name, metrics) in numbers {
                let errors = [metrics.meanAbsoluteError, metrics.rootMeanSquaredError, metrics.meanError]
                table.add([name] + errors.map { String(format: "%.2f", $0) } + [percent(metrics.withinFive)])
            }
            parts.append(table.text)
        }
        for head in heads {
            guard let metrics = head.classes else { continue }
            var table = TextTable(header: [head.name, "images", "found", "precision", "F1"])
            for name in metrics.confusionMatrix?.labels ?? [] {
                table.add(
                    [name, "\(metrics.support[name] ?? 0)"]
                        + [metrics.recall, metrics.precision, metrics.f1].map { percent($0[name]) })
            }
            table.add(["right in all", "\(count)", percent(metrics.overallAccuracy), "", ""])
            parts.append(table.text)
        }
        return parts.joined(separator: "\n")
    }
}

/// A share in percent, or that there is none.
private func percent(_ share: Double?) -> String { share.map { String(format: "%.2f", $0 * 100) } ?? "–" }
