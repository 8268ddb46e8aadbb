import Classifiers

/// One classifier, trained on the real images and one selection with one seed, and tested on real images.
///
/// All accuracies are fractions from 0 to 1 on the test split.
public struct ComparisonRow: Sendable, Equatable {
    /// The policy name of the row without synthetic images.
    public static let realPolicy = "real"
    /// The policy that every other is measured against.
    public static let randomPolicy = "random"

    /// Who chose the synthetic images: `random`, `cl-sam`, `cr-sam`, `rl`, or `real` where there are none.
    public var policy: String
    /// Synthetic images over real training images; 0 exactly where `policy` is `real`.
    public var ratio: Double
    /// The seed of the training; rows of different policies with one seed are paired.
    public var seed: UInt64
    /// Synthetic images trained on.
    public var syntheticCount: Int
    /// Accuracy of each label; in single-label data the recall of each class.
    public var accuracy: [String: Double]
    /// The mean of `accuracy` over the labels.
    public var meanAccuracy: Double
    /// The share of test images that are right as a whole; nil in files that did not record it.
    public var overallAccuracy: Double?
    /// The mean of recall and specificity of each label.
    public var balancedAccuracy: [String: Double]
    /// F1 of each label.
    public var f1: [String: Double]
    /// Accuracy of the worst group; nil where no group was large enough.
    public var worstGroupAccuracy: Double?
    /// The name of the worst group.
    public var worstGroup: String?
    /// Accuracy of each group that was large enough.
    public var groupAccuracy: [String: Double]?
    /// The share of each group's images with both defining labels right.
    public var groupDefiningLabelsRight: [String: Double]?
    /// What training and testing took, in seconds of wall clock.
    public var seconds: Double

    /// A row, value by value.
    public init(
        policy: String, ratio: Double, seed: UInt64, syntheticCount: Int, accuracy: [String: Double],
        meanAccuracy: Double, overallAccuracy: Double? = nil, balancedAccuracy: [String: Double] = [:],
        f1: [String: Double] = [:], worstGroupAccuracy: Double? = nil, worstGroup: String? = nil,
        groupAccuracy: [String: Double]? = nil, groupDefiningLabelsRight: [String: Double]? = nil,
        seconds: Double
    ) {
        self.policy = policy
        self.ratio = ratio
        self.seed = seed
        self.syntheticCount = syntheticCount
        self.accuracy = accuracy
        self.meanAccuracy = meanAccuracy
        self.overallAccuracy = overallAccuracy
        self.balancedAccuracy = balancedAccuracy
        self.f1 = f1
        self.worstGroupAccuracy = worstGroupAccuracy
        self.worstGroup = worstGroup
        self.groupAccuracy = groupAccuracy
        self.groupDefiningLabelsRight = groupDefiningLabelsRight
        self.seconds = seconds
    }

    /// A row from what was measured on the test split.
    public init(
        policy: String, ratio: Double, seed: UInt64, syntheticCount: Int, metrics: ClassifierMetrics,
        seconds: Double
    ) {
        let hasGroups = !metrics.groups.isEmpty
        func byName(_ value: (GroupAccuracy) -> Double) -> [String: Double]? {
            hasGroups
                ? Dictionary(
                    metrics.groups.map { ($0.name, value($0)) }, uniquingKeysWith: { first, _ in first })
                : nil
        }
        self.init(
            policy: policy, ratio: ratio, seed: seed, syntheticCount: syntheticCount,
            accuracy: metrics.accuracy,
            meanAccuracy: metrics.meanAccuracy, overallAccuracy: metrics.overallAccuracy,
            balancedAccuracy: metrics.balancedAccuracy, f1: metrics.f1,
            worstGroupAccuracy: metrics.worstGroup?.accuracy, worstGroup: metrics.worstGroup?.name,
            groupAccuracy: byName(\.accuracy),
            groupDefiningLabelsRight: metrics.task == .multiLabel ? byName(\.definingLabelsRight) : nil,
            seconds: seconds)
    }
}

extension ComparisonRow: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case policy, ratio, seed, accuracy, f1, seconds
        case syntheticCount = "synthetic_count"
        case meanAccuracy = "mean_accuracy"
        case overallAccuracy = "overall_accuracy"
        case balancedAccuracy = "balanced_accuracy"
        case worstGroupAccuracy = "worst_group_accuracy"
        case worstGroup = "worst_group"
        case groupAccuracy = "group_accuracy"
        case groupDefiningLabelsRight = "group_defining_labels_right"
    }

    /// Reads a row; refuses keys that it does not know.
    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(notIn: CodingKeys.self)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            policy: try values.decode(String.self, forKey: .policy),
            ratio: try values.decode(Double.self, forKey: .ratio),
            seed: try values.decode(UInt64.self, forKey: .seed),
            syntheticCount: try values.decode(Int.self, forKey: .syntheticCount),
            accuracy: try values.decode([String: Double].self, forKey: .accuracy),
            meanAccuracy: try values.decode(Double.self, forKey: .meanAccuracy),
            overallAccuracy: try values.decodeIfPresent(Double.self, forKey: .overallAccuracy),
            balancedAccuracy: try values.decode([String: Double].self, forKey: .balancedAccuracy),
            f1: try values.decode([String: Double].self, forKey: .f1),
            worstGroupAccuracy: try values.decodeIfPresent(Double.self, forKey: .worstGroupAccuracy),
            worstGroup: try values.decodeIfPresent(String.self, forKey: .worstGroup),
            groupAccuracy: try values.decodeIfPresent([String: Double].self, forKey: .groupAccuracy),
            groupDefiningLabelsRight: try values.decodeIfPresent(
                [String: Double].self, forKey: .groupDefiningLabelsRight),
            seconds: try values.decode(Double.self, forKey: .seconds))
    }
}
