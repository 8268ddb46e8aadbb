import Datasets
import Foundation
import Workspace

/// Makes a pool of images that another generator made.
public struct PoolImporter {
    private let source: ImportSource
    private let header: PoolHeader
    /// Samples a shard.
    public let shardSize: Int

    /// No shard is larger than this unless it is asked for.
    private static let shardLimit = 1 << 28
    private static let usualShardSize = 1024

    /// - Parameters:
    ///   - shardSize: samples a shard; without it 1024, or fewer where the images are large.
    ///   - dataset: the data set whose train split, and nothing else of it, the generator is said to have been trained on; the pool
    ///     is taken with that split alone.
    ///   - version: Winnow's, written into the pool.
    /// - Throws: `WinnowError` `.badRecipe` where labels or sizes are none of a pool's; `.missingInput` where an image of the data set
    ///   has gone.
    public init(_ source: ImportSource, shardSize: Int?, dataset: Dataset?, version: String) throws {
        self.source = source
        header = try PoolHeader(
            schema: source.schema, imageSize: source.imageSize,
            origin: .imported(fingerprint: source.fingerprint),
            dataset: dataset?.fingerprint(of: .train), library: "winnow \(version)")
        self.shardSize =
            shardSize ?? max(1, min(Self.usualShardSize, Self.shardLimit / header.imageByteCount))
    }

    /// Writes the pool, or goes on with one.
    ///
    /// - Parameters:
    ///   - folder: the pool's folder.
    ///   - resume: keeps the shards that are there.
    /// - Throws: `Interrupted` between blocks of images; the sealed shards stay. As `PoolWriter`; what reading the source throws.
    public func write(to folder: URL, resume: Bool) throws {
        let writer = try PoolWriter(folder: folder, header: header, shardSize: shardSize, resume: resume)
        for problem in writer.discarded {
            Console.note("\(problem.message.prefix { $0 != ";" }); it is made again")
        }
        if writer.isFinished { return }
        let bar = ProgressBar(
            description: "pool", total: source.count, unit: "img", initial: writer.sealedCount)
        while writer.nextShard * shardSize < source.count {
            let start = writer.nextShard * shardSize
            let places = start..<min(start + shardSize, source.count)
            var images: [UInt8] = []
            images.reserveCapacity(places.count * header.imageByteCount)
            for block in places.pieces(of: source.blockSize) {
                try Interruption.check()
                images += try source.read(block)
                bar.advance(by: block.count)
            }
            try writer.sealShard(PoolShard(images: images, targets: Array(source.labels[places])))
        }
        try writer.finish()
        bar.finish()
    }
}

extension Range<Int> {
    /// Pieces that end at multiples of `size`.
    fileprivate func pieces(of size: Int) -> [Range<Int>] {
        stride(from: lowerBound / size * size, to: upperBound, by: size).map { start in
            Swift.max(start, lowerBound)..<Swift.min(start + size, upperBound)
        }
    }
}
