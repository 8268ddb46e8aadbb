import Pools
import Workspace

/// The policy `cr-sam`: the mean of the discriminator's realism map, as the pool holds it.
public struct RealismSampler: Sampler {
    public let name = PolicyName.realism.rawValue

    public init() {}

    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        progress?.advance(by: pool.count)
        return Scores(score: pool.realism)
    }
}
