import Datasets

/// What a classifier's answers on a test set are worth.
///
/// All values are fractions from 0 to 1. A label is missing from a dictionary where the value is undefined for it: no
/// test image has the label, say, and so there is no recall.
public struct ClassifierMetrics: Sendable, Equatable, Codable {
    /// What the labels mean.
    public let task: Task
    /// Test images.
    public let count: Int
    /// The share of images whose bit is right (multi-label), or of the class's images that were found (single-label).
    public let accuracy: [String: Double]
    /// The mean of `accuracy` over the labels: the published "mean accuracy" of either task.
    public let meanAccuracy: Double
    /// The share of images right in every bit (multi-label), or in their class (single-label).
    public let overallAccuracy: Double
    /// The mean of recall and specificity; in single-label data of each class against the rest.
    public let balancedAccuracy: [String: Double]
    /// The share of those said to have the label that do.
    public let precision: [String: Double]
    /// The share of those with the label that were found.
    public let recall: [String: Double]
    /// The harmonic mean of precision and recall.
    public let f1: [String: Double]
    /// The mean of `f1` over the labels that have one; nil where none has.
    public let macroF1: Double?
    /// How many test images have the label.
    public let support: [String: Int]
    /// How often each label was given and withheld rightly and wrongly; in single-label data of each class against the rest.
    public let confusion: [String: ConfusionCounts]
    /// What each class was taken for; nil in multi-label data.
    public let confusionMatrix: ConfusionMatrix?
    /// Every group with at least ``GroupAccuracy/minimumCount`` test images, in a fixed order.
    public let groups: [GroupAccuracy]
    /// The groups that have fewer test images.
    public let groupsLeftOut: [GroupSize]

    enum CodingKeys: String, CodingKey {
        case task, count, accuracy, precision, recall, f1, support, confusion, groups
        case macroF1 = "macro_f1"
        case confusionMatrix = "confusion_matrix"
        case meanAccuracy = "mean_accuracy"
        case overallAccuracy = "overall_accuracy"
        case balancedAccuracy = "balanced_accuracy"
        case groupsLeftOut = "groups_left_out"
    }

    /// The group with the lowest accuracy, the first of several; nil where no group is large enough.
    public var worstGroup: GroupAccuracy? {
        groups.min { $0.accuracy < $1.accuracy }
    }

    /// Counts the answers of a classifier.
    ///
    /// A bit is predicted where its probability is above 0.5; a class where its probability is the highest, the first of equals.
    ///
    /// - Parameters:
    ///   - probabilities: `[N, L]` in row order, each from 0 to 1.
    ///   - targets: the N true labels.
    ///   - schema: names and meaning of the L labels.
    ///   - groupedBy: the two labels whose combinations are the groups of multi-label data; without them there are no groups.
    ///     Ignored for single-label data.
    /// - Throws: `WinnowError` of kind `badData` where there is no image, a probability is not a number from 0 to 1, or a
    ///   label does not fit the schema; of kind `badRecipe` where `groupedBy` names an unknown label, or one label twice.
    /// - Precondition: `probabilities.count == targets.count * schema.count`.
    public init(
        probabilities: [Float], targets: [Label], schema: LabelSchema, groupedBy: (String, String)? = nil
    ) throws {
        precondition(
            probabilities.count == targets.count * schema.count,
            "ClassifierMetrics: \(probabilities.count) probabilities for [\(targets.count), \(schema.count)]")
        try schema.refuseHeads(in: "the evaluation of a classifier")
        let answers = try Answers(probabilities: probabilities, targets: targets, schema: schema)
        let confusions = answers.confusions()
        func perLabel(_ value: (ConfusionCounts) -> Double?) -> [String: Double] {
            var result: [String: Double] = [:]
            for (name, counts) in zip(schema.names, confusions) { result[name] = value(counts) }
            return result
        }

        task = schema.task
        count = targets.count
        let rightShare: [String: Double]
        switch schema.task {
        case .multiLabel:
            rightShare = perLabel(\.accuracy)
            groups = try groupedBy.map { try answers.groups($0.0, $0.1) } ?? []
        case .singleLabel:
            rightShare = perLabel(\.recall)
            groups = answers.classGroups()
        case .multiHead: preconditionFailure("ClassifierMetrics: multi-head labels")
        }
        groupsLeftOut = GroupSize.all(of: targets, schema: schema, groupedBy: groupedBy)
            .filter { !$0.isMeasured }
        accuracy = rightShare
        // In the schema's order: a dictionary's order changes from run to run, and with it the last bit of a sum.
        func mean(_ values: [String: Double]) -> Double? {
            let defined = schema.names.compactMap { values[$0] }
            return defined.isEmpty ? nil : defined.reduce(0, +) / Double(defined.count)
        }
        // There is an image, and with it a label whose share is known.
        meanAccuracy = mean(rightShare) ?? .nan
        overallAccuracy = answers.shareWhollyRight()
        balancedAccuracy = perLabel(\.balancedAccuracy)
        precision = perLabel(\.precision)
        recall = perLabel(\.recall)
        f1 = perLabel(\.f1)
        macroF1 = mean(f1)
        let counted = zip(schema.names, confusions)
        support = Dictionary(counted.map { ($0, $1.support) }) { first, _ in first }
        confusion = Dictionary(counted.map { ($0, $1) }) { first, _ in first }
        confusionMatrix = schema.task == .singleLabel ? answers.confusionMatrix() : nil
    }
}
