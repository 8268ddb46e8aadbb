import Foundation
import Pools
import Workspace

/// The policy `rl`: scores each sample of a pool with the probability that a trained actor keeps it.
///
/// Keeping what scores above ``threshold`` lets the policy choose its own ratio.
public struct ActorCriticSampler: Sampler {
    /// A sample is kept where its probability is above this.
    public static let threshold: Float = 0.5

    public let name = PolicyName.actorCritic.rawValue
    private let actor: TrainedActor

    /// Samples that are read at once.
    private static let chunk = 2048

    /// Opens the trained actor.
    ///
    /// - Parameter folder: `policies/NAME`.
    /// - Throws: `WinnowError` as ``TrainedActor/init(folder:)``.
    public init(folder: URL) throws {
        actor = try TrainedActor(folder: folder)
    }

    public init(actor: TrainedActor) {
        self.actor = actor
    }

    /// The keep probability of every sample, 0 to 1.
    ///
    /// - Parameter progress: is advanced by the samples that were scored.
    /// - Throws: `WinnowError` `.badData` where the pool has other labels than the actor was trained with or a probability is no
    ///   number; what reading throws; `Interrupted`.
    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        let schema = actor.description.schema
        guard pool.header.schema == schema else {
            throw WinnowError(
                .badData,
                "\(pool.folder.path): its labels are \(pool.header.schema.names.joined(separator: ",")), and the rl policy "
                    + "was trained with \(schema.names.joined(separator: ",")); train one for this pool")
        }
        var score: [Float] = []
        score.reserveCapacity(pool.count)
        for start in stride(from: 0, to: pool.count, by: Self.chunk) {
            let rows = start..<min(start + Self.chunk, pool.count)
            score += actor.keepProbabilities(
                of: try LabelledImages(pool, rows: rows, size: actor.description.recipe.imageSize))
            progress?.advance(by: rows.count)
            try Interruption.check()
        }
        if let bad = score.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData, "rl: the keep probability of sample \(bad) is \(score[bad]); train the policy again"
            )
        }
        return Scores(score: score)
    }

    /// The probability above which a sample is kept: ``threshold`` or, where the policy is surer of dropping every single sample
    /// than of keeping it, the one that keeps as many as the policy keeps on average, the surest first.
    ///
    /// A policy that has learned little gives all samples about the same probability, on one side of 0.5; it still chooses how
    /// many it keeps, and which it would rather keep.
    public static func threshold(of scores: [Float]) -> Float {
        if scores.contains(where: { $0 > threshold }) { return threshold }
        let expected = Int(scores.reduce(0.0) { $0 + Double($1) }.rounded())
        guard expected > 0 else { return threshold }
        return scores.sorted(by: >)[min(expected, scores.count - 1)]
    }

    /// The ratio that the policy chooses: how many samples it keeps for each real image.
    ///
    /// - Parameter realCount: how many real training images there are, above 0.
    public static func chosenRatio(of scores: Scores, realCount: Int) -> Double {
        precondition(realCount > 0, "chosenRatio: \(realCount) real images")
        let threshold = threshold(of: scores.score)
        return Double(scores.score.count { $0 > threshold }) / Double(realCount)
    }
}
