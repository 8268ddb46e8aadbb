import Pools
import Workspace

/// A policy that is ready to judge: it gives every sample of a pool a score.
public protocol Sampler {
    /// What its scores are called in the pool: `scores/NAME.h5`.
    var name: String { get }

    /// One score a sample; higher is better.
    ///
    /// - Parameter progress: advanced by one a sample.
    /// - Throws: `WinnowError` where the policy does not fit the pool or cannot read it; `Interrupted`.
    func scores(of pool: Pool, progress: ProgressBar?) throws -> Scores
}
