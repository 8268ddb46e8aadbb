import ArgumentParser
import Foundation
import Policies
import Pools
import Workspace

/// The policy whose scores decide.
struct PolicyOptions: ParsableArguments {
    @Option(
        help:
            "The policy whose scores decide: random, cl-sam, cr-sam (or rl-sam), rl, or the folder of a trained one."
    )
    var by: String
    @OptionGroup var seed: SeedOption

    /// `[N]`, higher is better: the stored scores; where none are stored, those that need no training.
    ///
    /// - Throws: `WinnowError` `.missingInput` where the pool was never scored by the policy.
    func scores(in pool: Pool) throws -> [Float] {
        let policy = try ChosenPolicy(by)
        if let stored = try pool.scores(named: policy.name) { return stored.score }
        guard let sampler = policy.untrainedSampler(seed: seed.seed) else {
            let known = Set(pool.scoreNames + ["random", "cr-sam"]).sorted().joined(separator: ", ")
            throw WinnowError(
                .missingInput,
                "\(pool.folder.path): holds no scores by \(by); it has \(known). Score it with winnow pool score --by \(by)"
            )
        }
        return try sampler.scores(of: pool, progress: nil).score
    }
}

extension SampleClasses.Within: ExpressibleByArgument {}
extension Ranking.Shares: ExpressibleByArgument {}
