/// What happened in an episode: a row of `episodes.csv`.
public struct EpisodeRecord: Sendable, Equatable {
    /// Counts from 1.
    public let episode: Int
    /// What the child reached on the validation images, 0 to 1.
    public let score: Double
    public let reward: Double
    /// What the critic expected of the reward.
    public let value: Double
    /// The mean keep probability.
    public let keepRate: Double
    /// How many synthetic samples were kept.
    public let kept: Int
    /// The mean entropy of the decisions, in nats.
    public let entropy: Double
    public let policyLoss: Double
    public let valueLoss: Double
    public let penalty: Double

    /// The columns of `episodes.csv`.
    static let columns = [
        "episode", "score", "reward", "value", "keep_rate", "kept", "entropy", "policy_loss", "value_loss",
        "penalty",
    ]

    /// The cells behind the episode's number.
    var cells: [String] {
        [score, reward, value, keepRate].map { "\($0)" } + ["\(kept)"]
            + [entropy, policyLoss, valueLoss, penalty].map { "\($0)" }
    }

    /// The first number that is none, with its column's name.
    var flaw: (name: String, value: Double)? {
        zip(
            [
                "score", "reward", "value", "keep rate", "entropy", "policy loss", "value loss",
                "keep penalty",
            ],
            [score, reward, value, keepRate, entropy, policyLoss, valueLoss, penalty]
        ).first { !$1.isFinite }
    }
}
