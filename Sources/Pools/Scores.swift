import Datasets
import Foundation
import Workspace

/// What a policy thinks of each sample of a pool.
public struct Scores: Sendable, Equatable {
    /// `[N]`, one a sample; higher is better.
    public let score: [Float]
    /// `[N × labels]`, the probability of each label for each sample, in 0...1, where the policy has them.
    public let probability: [Float]?

    public init(score: [Float], probability: [Float]? = nil) {
        // A logarithm of 1 may be a negative zero; it ranks as any other, and reads better without the sign.
        self.score = score.map { $0 == 0 ? 0 : $0 }
        self.probability = probability
    }

    /// The error for numbers that cannot be ranked, where there are any.
    static func flaw(score: [Float], probability: [Float]?, labelCount: Int) -> String? {
        if let bad = score.firstIndex(where: { !$0.isFinite }) {
            return "the score of sample \(bad) is \(score[bad])"
        }
        if let probability, let bad = probability.firstIndex(where: { !(0...1).contains($0) }) {
            return "a probability of sample \(bad / labelCount) is \(probability[bad])"
        }
        return nil
    }
}
