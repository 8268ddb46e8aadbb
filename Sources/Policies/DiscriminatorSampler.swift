import Generators
import Pools
import TensorEngine
import Workspace

/// The policy `cr-sam` with a discriminator that is given: the mean of its realism map of each stored image. It serves pools whose
/// images come from another generator, and so hold no scores of that generator's discriminator.
public struct DiscriminatorSampler: Sampler {
    public let name = PolicyName.realism.rawValue
    private let trained: TrainedGenerator
    /// Images that are judged at a time.
    private static let batch = 32

    /// - Parameter trained: the run folder whose discriminator judges; its labels play no part.
    public init(_ trained: TrainedGenerator) { self.trained = trained }

    /// - Throws: `WinnowError` of kind `.usage` where the discriminator takes images of another size, `.missingInput` where there is
    ///   none, `.badData` where a score is no
    ///   number; what reading throws; `Interrupted`.
    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        let size = pool.header.imageSize
        guard trained.recipe.imageSize == size else {
            throw WinnowError(
                .usage,
                "\(trained.folder.path): its discriminator takes images of \(trained.recipe.imageSize)×\(trained.recipe.imageSize) pixels,"
                    + " and the pool's have \(size)×\(size); give another, or import the images with --resize \(trained.recipe.imageSize)"
            )
        }
        guard let discriminator = trained.discriminator else {
            throw WinnowError(
                .missingInput,
                "\(trained.folder.path): has no discriminator; give a generator that was trained here or imported with --discriminator"
            )
        }
        var score: [Float] = []
        score.reserveCapacity(pool.count)
        for start in stride(from: 0, to: pool.count, by: Self.batch) {
            try Interruption.check()
            let rows = start..<min(start + Self.batch, pool.count)
            let images = Tensor(
                images: try pool.images(in: rows), count: rows.count, height: size, width: size,
                mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
            score += GradientRecording.off {
                discriminator.realism(of: images).mean(axes: [1, 2, 3]).floats
            }
            progress?.advance(by: rows.count)
        }
        if let bad = score.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData,
                "\(trained.folder.path): its discriminator's score of sample \(bad) is \(score[bad]); its training diverged"
            )
        }
        return Scores(score: score)
    }
}
