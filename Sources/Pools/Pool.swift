import Datasets
import Foundation
import Synchronization
import Workspace

/// A finished pool, open for reading, and for adding scores and selections.
///
/// The samples are read from the shards that the manifest names; `pool.h5` is checked to show the same.
public final class Pool: Sendable {
    public let folder: URL
    public let header: PoolHeader
    /// How many samples there are.
    public let count: Int
    /// What each sample was translated to, or is said to show.
    public let targets: [Label]
    /// The label of the real image that each sample was made from; `nil`, as the two below, in an imported pool.
    public let sources: [Label]?
    /// The row of that real image in the data set's train split.
    public let sourceIndex: [Int64]?
    /// The discriminator's score of each sample when it was made; higher is more real.
    public let realism: [Float]?
    /// A digest of all samples: the same for two pools that hold the same.
    public let identity: String

    /// Whether digests are compared, or sizes only.
    let verifiesDigests: Bool
    let manifest: Mutex<PoolManifest>
    private let shards: OpenShards

    /// Opens a pool.
    ///
    /// - Parameters:
    ///   - folder: `pools/NAME`.
    ///   - verify: whether the SHA-256 of each file is compared with the manifest before use; sizes always are.
    /// - Throws: `WinnowError` `.missingInput` where the pool or one of its shards is missing, `.badData` where a file is
    ///   damaged or the shards do not fit each other; each with the file and how to mend it.
    public init(folder: URL, verify: Bool = true) throws {
        let manifest = try PoolManifest(readingFrom: folder)
        let paths = manifest.shards
        for path in [PoolManifest.indexName] + paths {
            try manifest.verify(path, in: folder, digest: verify)
        }
        var columns = ShardFile.Columns()
        var counts: [Int] = []
        var first: PoolHeader?
        for path in paths {
            let url = folder.appendingPathComponent(path)
            let shard = try ShardFile(opening: url)
            if let difference = shard.header.difference(from: first ?? shard.header) {
                throw WinnowError(
                    .badData, "\(url.path): \(difference) as in the first shard; it is of another pool")
            }
            first = first ?? shard.header
            let part = try shard.columns()
            columns.append(part)
            counts.append(shard.count)
        }
        let index = folder.appendingPathComponent(PoolManifest.indexName)
        header = try PoolIndex.read(index, counts: counts)
        if let difference = first?.difference(from: header) {
            throw WinnowError(
                .badData, "\(index.path): in the shards, \(difference) as it says; they are of another pool")
        }
        self.folder = folder
        count = columns.targets.count
        targets = columns.targets
        sources = header.isImported ? nil : columns.sources
        sourceIndex = header.isImported ? nil : columns.sourceIndex
        realism = header.isImported ? nil : columns.realism
        identity = manifest.identity
        verifiesDigests = verify
        self.manifest = Mutex(manifest)
        shards = OpenShards(folder: folder, header: header, counts: counts)
    }

    /// How many shards the samples lie in.
    public var shardCount: Int { shards.counts.count }

    /// The images of a run of samples, `[N, H, W, 3]`, 0 to 255.
    ///
    /// - Throws: `WinnowError` where a shard cannot be read any more.
    /// - Precondition: the range lies in the pool.
    public func images(in range: Range<Int>) throws -> [UInt8] {
        try images(Array(range))
    }

    /// The images of some samples, in the order asked for, `[N, H, W, 3]`, 0 to 255.
    ///
    /// Reading costs a chunk of about 1 MiB for each sample that lies alone, so neighbours are cheaper than strangers.
    ///
    /// - Throws: `WinnowError` where a shard cannot be read any more.
    /// - Precondition: each index lies in the pool.
    public func images(_ indices: [Int]) throws -> [UInt8] {
        let size = header.imageByteCount
        return try [UInt8](unsafeUninitializedCapacity: indices.count * size) { buffer, initialized in
            // Runs of consecutive samples are read at once; shards are visited in order, each one once.
            let order = indices.indices.sorted { (indices[$0], $0) < (indices[$1], $1) }
            var next = 0
            while next < order.count {
                let position = order[next]
                var length = 1
                while next + length < order.count, order[next + length] == position + length,
                    indices[position + length] == indices[position] + length
                {
                    length += 1
                }
                let start = indices[position]
                try shards.read(
                    start..<start + length, size: size,
                    into: UnsafeMutableBufferPointer(
                        rebasing: buffer[position * size..<(position + length) * size]))
                next += length
            }
            initialized = indices.count * size
        }
    }
}
