import Datasets
import Workspace

/// Which loss a classifier is trained by, and how classes weigh in it: the section `training.loss` of a recipe.
public struct LossRecipe: Sendable, Codable, Equatable {
    public enum Name: String, Sendable, Codable, CaseIterable {
        /// Of softmax probabilities, or of independent bits.
        case crossEntropy = "cross-entropy"
        /// Lin et al. (2017): what is learned already counts less.
        case focal
        /// Cao et al. (2019): rare classes keep farther from the border.
        case ldam
        /// 1 − F1, with probabilities for answers.
        case f1
    }

    /// How much a class weighs.
    public enum ClassWeights: String, Sendable, Codable, CaseIterable {
        /// All alike.
        case equal = "none"
        /// Inversely to how many training images it has, 1 on their average; in multi-label data the ones and the zeros of each label are
        /// two classes.
        case inverseFrequency = "inverse-frequency"
    }

    public let name: Name
    /// Of all losses but F1, which has classes alike by its nature.
    public let classWeights: ClassWeights
    /// How much of each target is spread over all classes, in [0, 1); of the cross-entropy.
    public let labelSmoothing: Double
    /// γ of the focal loss, at least 0.
    public let gamma: Double
    /// What ones weigh in the focal loss of multi-label data, in (0, 1), where zeros weigh the rest of 1; nil for no such weights.
    public let alpha: Double?
    /// LDAM's margin of the rarest class; others have less, by the fourth root of their count.
    public let margin: Double
    /// What LDAM multiplies logits by.
    public let scale: Double
    /// What the losses of multi-head data's heads are multiplied by before they are added up, by the heads' names; 1 for those that are
    /// not named.
    public let headWeights: [String: Double]

    enum CodingKeys: String, CodingKey {
        case name, gamma, alpha, margin, scale
        case headWeights = "head_weights"
        case classWeights = "class_weights"
        case labelSmoothing = "label_smoothing"
    }

    public init(
        _ name: Name = .crossEntropy, classWeights: ClassWeights = .equal, labelSmoothing: Double = 0,
        gamma: Double = 2, alpha: Double? = nil, margin: Double = 0.5, scale: Double = 30,
        headWeights: [String: Double] = [:]
    ) {
        self.name = name
        self.classWeights = classWeights
        self.labelSmoothing = labelSmoothing
        self.gamma = gamma
        self.alpha = alpha
        self.margin = margin
        self.scale = scale
        self.headWeights = headWeights
    }

    /// Descriptions that were written before there were several heads say nothing of their weights.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(Name.self, forKey: .name)
        classWeights = try values.decode(ClassWeights.self, forKey: .classWeights)
        labelSmoothing = try values.decode(Double.self, forKey: .labelSmoothing)
        gamma = try values.decode(Double.self, forKey: .gamma)
        alpha = try values.decodeIfPresent(Double.self, forKey: .alpha)
        margin = try values.decode(Double.self, forKey: .margin)
        scale = try values.decode(Double.self, forKey: .scale)
        headWeights = try values.decodeIfPresent([String: Double].self, forKey: .headWeights) ?? [:]
    }

    /// Reads the keys of the section. Those of other losses than the named one may stand there; they have no effect.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(_ section: Recipe) throws {
        let name: Name = try section.choice("name", default: .crossEntropy)
        func double(_ key: String, of owner: Name, default fallback: Double, in range: NumberBounds) throws
            -> Double
        {
            if name == owner { return try section.double(key, default: fallback, in: range) }
            _ = section.contains(key)
            return fallback
        }
        self.name = name
        classWeights = try section.choice("class_weights", default: .equal)
        labelSmoothing = try double(
            "label_smoothing", of: .crossEntropy, default: 0, in: .from(0, below: 1))
        gamma = try double("gamma", of: .focal, default: 2, in: .atLeast(0))
        let alpha = try double("alpha", of: .focal, default: 0, in: .from(0, below: 1))
        self.alpha = alpha == 0 ? nil : alpha
        margin = try double("margin", of: .ldam, default: 0.5, in: .atLeast(0))
        scale = try double("scale", of: .ldam, default: 30, in: .above(0))
        headWeights = try section.doublesByName("head_weights", default: [:], in: .atLeast(0))
    }
}

extension LossRecipe {
    /// Refuses weights of heads that the labels have not.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    func checkHeadWeights(_ schema: LabelSchema) throws {
        let heads = schema.heads.map(\.name)
        guard let unknown = headWeights.keys.sorted().first(where: { !heads.contains($0) }) else { return }
        throw WinnowError(
            .badRecipe,
            "training.loss.head_weights: \(unknown) is no head of the labels; "
                + (heads.isEmpty ? "they have none" : "they have \(heads.joined(separator: ", "))"))
    }
}
