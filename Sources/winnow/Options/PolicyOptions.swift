import ArgumentParser
import Pools
import TensorEngine
import Workspace

/// The scores that a policy gives the samples of a pool.
struct PolicyOptions: ParsableArguments {
    @Option(help: "The policy whose scores decide: random, cr-sam, or one that the pool has been scored by.")
    var by: String
    @OptionGroup var seed: SeedOption

    /// The policy's name in the pool: `rl-sam` is another name of `cr-sam`.
    var policy: String { by == "rl-sam" ? "cr-sam" : by }

    /// `[N]`, higher is better: the stored scores; for `cr-sam` the realism at generation time, and for `random` seeded numbers,
    /// where none are stored.
    ///
    /// - Throws: `WinnowError` `.missingInput` where the pool was never scored by the policy.
    func scores(in pool: Pool) throws -> [Float] {
        if let stored = try pool.scores(named: policy) { return stored.score }
        switch policy {
        case "cr-sam": return pool.realism
        case "random":
            var stream = RandomStream(seed: seed.seed, name: "policies/random")
            return (0..<pool.count).map { _ in Float(stream.uniform()) }
        default:
            let known = Set(pool.scoreNames + ["random", "cr-sam"]).sorted().joined(separator: ", ")
            throw WinnowError(
                .missingInput, "\(pool.folder.path): holds no scores by \(by); it has \(known)")
        }
    }
}

extension SampleClasses.Within: ExpressibleByArgument {}
extension Ranking.Shares: ExpressibleByArgument {}
