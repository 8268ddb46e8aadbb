import Pools
import TensorEngine
import Workspace

/// The policy `random`, which knows nothing: a seeded uniform number.
public struct RandomSampler: Sampler {
    public let name = PolicyName.random.rawValue
    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        var stream = RandomStream(seed: seed, name: "policies/random")
        let scores = (0..<pool.count).map { _ in Float(stream.uniform()) }
        progress?.advance(by: pool.count)
        return Scores(score: scores)
    }
}
