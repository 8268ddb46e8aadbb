/// The policies, by the names of recipes, pools and the command line.
public enum PolicyName: String, Sendable, Codable, CaseIterable {
    case random
    /// ``ClassConfidenceSampler``
    case classConfidence = "cl-sam"
    /// ``RealismSampler``
    case realism = "cr-sam"
    /// The actor of the reinforcement learner.
    case actorCritic = "rl"

    /// The policy of a name, or of its other name: `rl-sam` is `cr-sam`.
    public init?(named name: String) {
        self.init(rawValue: name == "rl-sam" ? "cr-sam" : name)
    }

    /// Whether it has to be trained before it can judge.
    public var needsTraining: Bool {
        switch self {
        case .random, .realism: false
        case .classConfidence, .actorCritic: true
        }
    }
}
