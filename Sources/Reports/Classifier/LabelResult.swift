import Classifiers
import Datasets

/// What one label's row of a classifier's report says. Shares are from 0 to 1, and nil where they are undefined.
struct LabelResult: Equatable {
    let name: String
    /// The share of training images with the label; nil where there are no training images at hand.
    let frequency: Double?
    /// Measured images with the label.
    let support: Int
    let accuracy: Double?
    let balancedAccuracy: Double?
    let precision: Double?
    let recall: Double?
    let f1: Double?
    /// The accuracy of giving every image the commoner answer (multi-label data).
    let constantAccuracy: Double?
    let confusion: ConfusionCounts?

    init(_ name: String, in metrics: ClassifierMetrics, frequency: Double?) {
        self.name = name
        self.frequency = frequency
        support = metrics.support[name] ?? 0
        accuracy = metrics.accuracy[name]
        balancedAccuracy = metrics.balancedAccuracy[name]
        precision = metrics.precision[name]
        recall = metrics.recall[name]
        f1 = metrics.f1[name]
        constantAccuracy =
            metrics.task == .multiLabel && metrics.count > 0
            ? Double(max(support, metrics.count - support)) / Double(metrics.count) : nil
        confusion = metrics.confusion[name]
    }

    /// Whether nothing would be lost if the classifier were not asked.
    var isNoBetterThanConstant: Bool {
        guard let accuracy, let constantAccuracy else { return false }
        return accuracy <= constantAccuracy
    }
}

/// The labels that a classifier does best and worst.
struct LabelExtremes: Equatable {
    /// The best first.
    let easiest: [LabelResult]
    /// The worst first; none that is among the easiest.
    let hardest: [LabelResult]

    /// nil where there are fewer than four labels with an accuracy: they can be seen without this.
    ///
    /// - Parameter limit: the most labels on either side.
    init?(_ results: [LabelResult], limit: Int = 10) {
        let ranked = results.filter { $0.accuracy != nil }.enumerated()
            .sorted { (-($0.element.accuracy ?? 0), $0.offset) < (-($1.element.accuracy ?? 0), $1.offset) }
            .map(\.element)
        let count = min(limit, ranked.count / 2)
        guard count >= 2 else { return nil }
        easiest = Array(ranked.prefix(count))
        hardest = ranked.suffix(count).reversed()
    }
}
