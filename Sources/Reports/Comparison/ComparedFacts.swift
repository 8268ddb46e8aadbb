/// What a comparison says about the data set that it was made with.
public struct DatasetFacts: Sendable, Equatable, Codable {
    /// The data set's name: the last part of its path.
    public var name: String
    /// How the files lie on disk: `celeba`, `affectnet`, ….
    public var layout: String
    /// SHA-256 of the train split's file names, sizes and labels.
    public var fingerprint: String
    /// Images of each split, by the split's name.
    public var counts: [String: Int]
    /// Training images that have each label; nil in files that did not record it.
    public var trainingPositives: [String: Int]?

    enum CodingKeys: String, CodingKey {
        case name, layout, fingerprint, counts
        case trainingPositives = "training_positives"
    }

    /// Describes a data set.
    public init(
        name: String, layout: String, fingerprint: String, counts: [String: Int],
        trainingPositives: [String: Int]? = nil
    ) {
        self.name = name
        self.layout = layout
        self.fingerprint = fingerprint
        self.counts = counts
        self.trainingPositives = trainingPositives
    }
}

/// What a comparison says about the pool that its synthetic images come from.
public struct PoolFacts: Sendable, Equatable, Codable {
    /// The pool's name: the last part of its path.
    public var name: String
    /// SHA-256 of the pool's manifest.
    public var fingerprint: String
    /// Images in the pool.
    public var count: Int
    /// Images in the pool over real training images.
    public var fold: Double
    /// SHA-256 of the generator's weights, or ``unknownGenerator``.
    public var generator: String

    /// Stands for the generator of an imported pool.
    public static let unknownGenerator = "imported"

    /// Describes a pool.
    public init(name: String, fingerprint: String, count: Int, fold: Double, generator: String) {
        self.name = name
        self.fingerprint = fingerprint
        self.count = count
        self.fold = fold
        self.generator = generator
    }
}

/// How much of a selection shows the label that it was made for, in the eyes of a judge that took no part in selecting.
public struct LabelPreservation: Sendable, Equatable, Codable {
    /// Who selected.
    public var policy: String
    /// Selected images over real training images.
    public var ratio: Double
    /// The share of the judged images whose target label the judge confirms; 0 to 1.
    public var share: Double
    /// Images judged.
    public var count: Int
    /// Who judged: a model's name, or how the truth is known.
    public var judge: String

    /// Describes a selection's judgement.
    public init(policy: String, ratio: Double, share: Double, count: Int, judge: String) {
        self.policy = policy
        self.ratio = ratio
        self.share = share
        self.count = count
        self.judge = judge
    }
}

/// How long every classifier of a comparison was trained.
public enum TrainingBudget: String, Sendable, Codable {
    /// Each run sees its data the same number of times, so that more data means more steps.
    case epochs
    /// Each run takes the same number of steps, so that a gain is the data's and not the extra training's.
    case steps
}
