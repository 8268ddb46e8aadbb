import Datasets
import Workspace

/// A run of samples that is written at once: element `i` of each array belongs to sample `i`.
public struct PoolShard: Sendable {
    /// `[N, H, W, 3]`, 0 to 255.
    public var images: [UInt8]
    /// What each image was translated to.
    public var targets: [Label]
    /// The label of the real image that each was made from; `nil`, as the two below, in an imported pool.
    public var sources: [Label]?
    /// The row of that real image in the data set's train split.
    public var sourceIndex: [Int64]?
    /// The discriminator's score of each image when it was made; higher is more real.
    public var realism: [Float]?

    /// Translated samples.
    public init(
        images: [UInt8], targets: [Label], sources: [Label], sourceIndex: [Int64], realism: [Float]
    ) {
        self.images = images
        self.targets = targets
        self.sources = sources
        self.sourceIndex = sourceIndex
        self.realism = realism
    }

    /// Imported samples.
    public init(images: [UInt8], targets: [Label]) {
        self.images = images
        self.targets = targets
    }

    /// How many samples there are.
    public var count: Int { targets.count }

    /// Refuses what would be no valid pool.
    ///
    /// - Throws: `WinnowError(.badData)` where realism is not finite; `.bug` where the arrays do not fit each other.
    func validate(header: PoolHeader, name: String) throws {
        let counts = [sources?.count, sourceIndex?.count, realism?.count]
        guard count > 0, images.count == count * header.imageByteCount,
            counts.allSatisfy({ $0 == (header.isImported ? nil : count) })
        else {
            throw WinnowError(
                .bug,
                "\(name): \(images.count) image bytes, \(targets.count) targets, \(sources?.count ?? 0) sources, "
                    + "\(sourceIndex?.count ?? 0) rows and \(realism?.count ?? 0) scores do not make a shard")
        }
        if let realism, let bad = realism.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData,
                "\(name): the discriminator's score of sample \(bad) is \(realism[bad]); its training diverged, train it again"
            )
        }
        if let sourceIndex, let bad = sourceIndex.firstIndex(where: { $0 < 0 }) {
            throw WinnowError(.bug, "\(name): sample \(bad) comes from row \(sourceIndex[bad])")
        }
    }
}
