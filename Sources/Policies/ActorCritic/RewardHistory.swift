/// Turns scores into rewards.
public struct RewardHistory: Sendable, Codable, Equatable {
    public let kind: ActorCriticRecipe.RewardKind
    /// How many episodes the mean is taken over.
    public let window: Int
    /// The score with every sample kept, which `difference` compares with.
    public let everythingKept: Double?
    /// The scores of the last episodes, oldest first, at most `window`.
    public private(set) var scores: [Double] = []

    /// - Precondition: `window` is above 0, and there is a score to compare with where the kind asks for one.
    public init(kind: ActorCriticRecipe.RewardKind, window: Int, everythingKept: Double? = nil) {
        precondition(window > 0, "a reward's window is at least one episode, not \(window)")
        precondition(kind != .difference || everythingKept != nil, "difference has nothing to compare with")
        self.kind = kind
        self.window = window
        self.everythingKept = everythingKept
    }

    /// The reward of an episode's score, which is then remembered.
    ///
    /// - Returns: under `sign` +1 where the score is above the mean of the last episodes, as many as there are up to `window`,
    ///   −1 elsewhere, and 0 in the first episode, which has nothing to beat. Under `difference` the score minus
    ///   `everythingKept`.
    public mutating func reward(for score: Double) -> Double {
        defer { scores = (scores + [score]).suffix(window) }
        if let everythingKept, kind == .difference { return score - everythingKept }
        if scores.isEmpty { return 0 }
        return score > scores.reduce(0, +) / Double(scores.count) ? 1 : -1
    }
}
