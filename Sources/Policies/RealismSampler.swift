import Pools
import Workspace

/// The policy `cr-sam`: the mean of the discriminator's realism map, as the pool holds it.
public struct RealismSampler: Sampler {
    public let name = PolicyName.realism.rawValue

    public init() {}

    /// - Throws: `WinnowError` of kind `.usage` where the pool was imported, and so holds no realism.
    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        guard let realism = pool.realism else {
            throw WinnowError(
                .usage,
                "\(pool.folder.path): was imported, and so holds no discriminator's scores; let one give them: winnow pool score"
                    + " --by cr-sam --discriminator generators/NAME")
        }
        progress?.advance(by: pool.count)
        return Scores(score: realism)
    }
}
