/// How often a yes-or-no decision was right and wrong, and the ratios that follow.
///
/// For one label of multi-label data the decision is the label's bit; for one class of single-label data it is
/// "this class against all others".
public struct ConfusionCounts: Sendable, Equatable {
    /// Images that have the label and were said to have it.
    public var truePositives = 0
    /// Images that lack the label and were said to have it.
    public var falsePositives = 0
    /// Images that lack the label and were said to lack it.
    public var trueNegatives = 0
    /// Images that have the label and were said to lack it.
    public var falseNegatives = 0

    /// Counts of nothing.
    public init() {}

    /// Adds one image.
    public mutating func count(predicted: Bool, actual: Bool) {
        switch (predicted, actual) {
        case (true, true): truePositives += 1
        case (true, false): falsePositives += 1
        case (false, false): trueNegatives += 1
        case (false, true): falseNegatives += 1
        }
    }

    /// The share of all images decided rightly; nil without images.
    public var accuracy: Double? {
        ratio(
            truePositives + trueNegatives,
            truePositives + trueNegatives + falsePositives + falseNegatives)
    }

    /// The share of those said to have the label that do; nil where none was said to.
    public var precision: Double? { ratio(truePositives, truePositives + falsePositives) }

    /// The share of those with the label that were found; nil where no image has it.
    public var recall: Double? { ratio(truePositives, truePositives + falseNegatives) }

    /// The share of those without the label that were left alone; nil where every image has it.
    public var specificity: Double? { ratio(trueNegatives, trueNegatives + falsePositives) }

    /// The harmonic mean of precision and recall, 2TP / (2TP + FP + FN); nil where the label neither occurs nor is predicted.
    public var f1: Double? { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }

    /// The mean of recall and specificity, which a constant answer cannot raise above one half; nil where either is undefined.
    public var balancedAccuracy: Double? {
        guard let recall, let specificity else { return nil }
        return (recall + specificity) / 2
    }

    /// The images with the label.
    public var support: Int { truePositives + falseNegatives }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }
}

/// `[[TN, FP], [FN, TP]]`: a row the images without the label, then those with it; a column what was said, in the same order.
/// scikit-learn's `multilabel_confusion_matrix` has it so, too.
extension ConfusionCounts: Codable {
    /// - Throws: `DecodingError` where there are not two rows of two counts.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let rows = try container.decode([[Int]].self)
        guard rows.count == 2, rows.allSatisfy({ $0.count == 2 && $0.allSatisfy { $0 >= 0 } }) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "a label's confusion is two rows of two counts")
        }
        trueNegatives = rows[0][0]
        falsePositives = rows[0][1]
        falseNegatives = rows[1][0]
        truePositives = rows[1][1]
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([[trueNegatives, falsePositives], [falseNegatives, truePositives]])
    }
}
