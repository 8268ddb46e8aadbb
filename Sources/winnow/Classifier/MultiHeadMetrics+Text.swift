import Classifiers
import Foundation

extension MultiHeadMetrics {
    /// The metrics for a person: a line a head, and a table of the classes of each head that has some.
    var text: String {
        func percent(_ value: Double?) -> String { value.map { String(format: "%.2f", $0 * 100) } ?? "–" }
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
