import Datasets
import Foundation
import Workspace

/// Writes a pool, one sealed shard after the other.
///
/// A shard is in the folder whole or not at all, whatever happens while it is written, and is never touched again. A run that
/// was interrupted goes on at ``nextShard``. The pool is there for readers once ``finish()`` has written `pool.h5` and the
/// manifest.
///
///     let writer = try PoolWriter(folder: url, header: header, shardSize: 1024, resume: true)
///     while writer.nextShard * 1024 < plan.count { try writer.sealShard(…) }
///     try writer.finish()
public final class PoolWriter {
    public let folder: URL
    public let header: PoolHeader
    /// How many samples a shard has; only the last may have fewer.
    public let shardSize: Int
    /// The number of the next shard to make: the first that is not sealed yet. Its samples begin at `nextShard * shardSize`.
    public private(set) var nextShard = 0
    /// How many samples the sealed shards hold.
    public var sealedCount: Int { sealed.values.reduce(0) { $0 + $1.count } }
    /// Whether the pool was whole already when the writer was made; there is nothing to do then.
    public private(set) var isFinished = false
    /// What resuming found damaged and will have made again, for the log.
    public private(set) var discarded: [WinnowError] = []

    private struct Sealed {
        let count: Int
        let entry: PoolManifest.Entry
    }

    private var sealed: [Int: Sealed] = [:]
    private let lock: PoolLock

    /// Begins a pool, or goes on with one.
    ///
    /// - Parameters:
    ///   - folder: the pool's folder; made where it is missing.
    ///   - shardSize: samples a shard, above 0.
    ///   - resume: keeps the shards that are there. Each is compared with its digest and has to be of this header;
    ///     damaged ones are made again. This also repairs a pool that was finished.
    /// - Throws: `WinnowError` `.cannotCreate` where there is a pool already and `resume` is false or another process writes
    ///   it, `.badRecipe` where the shards are of other settings, `.ioFailed`.
    public init(folder: URL, header: PoolHeader, shardSize: Int, resume: Bool) throws {
        precondition(shardSize > 0, "PoolWriter: a shard of \(shardSize) samples")
        self.folder = folder
        self.header = header
        self.shardSize = shardSize
        let shards = folder.appendingPathComponent("shards")
        do {
            try FileManager.default.createDirectory(at: shards, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(.cannotCreate, "\(shards.path): cannot be made; check the folder's permissions")
        }
        lock = try PoolLock(folder)
        for place in [folder, shards] { try AtomicFile.removeLeftovers(in: place) }
        let names = try Self.names(in: shards)
        let manifest = folder.appendingPathComponent(PoolManifest.fileName)
        if resume {
            try takeUp(names.compactMap { ShardFile.index(ofPath: "shards/\($0)") }.sorted())
        } else if !names.isEmpty || FileManager.default.fileExists(atPath: manifest.path) {
            throw WinnowError(
                .cannotCreate,
                "\(folder.path): holds a pool already; go on with --resume, replace it with --force, or give another name"
            )
        }
    }

    private static func names(in folder: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw WinnowError(.cannotCreate, "\(folder.path): cannot be listed; check its permissions")
        }
    }

    /// Takes up the sound ones of the shards that are there.
    private func takeUp(_ indices: [Int]) throws {
        let manifest = try? PoolManifest(readingFrom: folder)
        let known = try PoolManifest.progress(of: folder).files.merging(manifest?.files ?? [:]) { sealed, _ in
            sealed
        }
        var list = PoolManifest()
        list.files = known
        for index in indices {
            let path = ShardFile.path(index)
            let url = folder.appendingPathComponent(path)
            do {
                guard let entry = known[path] else {
                    throw WinnowError(.badData, "\(url.path): not known to be whole; it is made again")
                }
                try list.verify(path, in: folder, digest: true)
                let shard = try ShardFile(opening: url)
                if let difference = shard.header.difference(from: header) {
                    throw WinnowError(
                        .badRecipe,
                        "\(url.path): was begun with other settings (\(difference)); give what it was begun with, or start anew with --force"
                    )
                }
                guard shard.count <= shardSize else {
                    throw WinnowError(
                        .badRecipe,
                        "\(url.path): holds \(shard.count) samples, more than a shard of \(shardSize); "
                            + "resume with the shard size the pool was begun with")
                }
                sealed[index] = Sealed(count: shard.count, entry: entry)
            } catch let error as WinnowError where error.kind == .badData {
                discarded.append(error)
            }
        }
        advance()
        // A short shard is the last one of a pool; before others it was written with another size.
        if let short = sealed.keys.sorted().dropLast().first(where: { sealed[$0]!.count != shardSize }) {
            throw WinnowError(
                .badRecipe,
                "\(folder.path)/\(ShardFile.path(short)): holds \(sealed[short]!.count) samples, not \(shardSize); "
                    + "resume with the shard size the pool was begun with")
        }
        if let manifest, manifest.shards.count == sealed.count, nextShard == sealed.count {
            isFinished = (try? manifest.verify(PoolManifest.indexName, in: folder, digest: true)) != nil
        }
    }

    private func advance() {
        while sealed[nextShard] != nil { nextShard += 1 }
    }

    /// Writes shard ``nextShard``.
    ///
    /// - Throws: `WinnowError(.ioFailed)` where the disk is full or fails: there is no new shard then, and the others are whole.
    ///   `.badData` where a realism score is not finite; `.badRecipe` where the shard before is a short one, and so the last.
    /// - Precondition: the shard has `shardSize` samples, or fewer where it is the pool's last; the pool is not finished.
    public func sealShard(_ shard: PoolShard) throws {
        precondition(!isFinished, "PoolWriter: the pool is finished")
        precondition(
            shard.count <= shardSize,
            "PoolWriter: shard \(nextShard) of \(shard.count) samples; a shard has up to \(shardSize)")
        if nextShard > 0, let last = sealed[nextShard - 1], last.count != shardSize {
            throw WinnowError(
                .badRecipe,
                "\(folder.path)/\(ShardFile.path(nextShard - 1)): holds \(last.count) samples, not \(shardSize), so nothing "
                    + "can follow it; resume with the shard size the pool was begun with")
        }
        let path = ShardFile.path(nextShard)
        let data = try ShardFile.bytes(of: shard, header: header, name: path)
        try AtomicFile.write(data, to: folder.appendingPathComponent(path))
        let entry = PoolManifest.Entry(bytes: data.count, sha256: FileDigest.sha256(data))
        var progress = PoolManifest()
        for (index, shard) in sealed { progress.files[ShardFile.path(index)] = shard.entry }
        progress.files[path] = entry
        try progress.write(to: folder, as: PoolManifest.progressName)
        sealed[nextShard] = Sealed(count: shard.count, entry: entry)
        advance()
    }

    /// Writes `pool.h5` and the manifest, which makes the shards a pool. Scores and selections of the very same samples are kept.
    ///
    /// - Throws: `WinnowError(.badData)` where no shard is sealed or one between others is missing; `.ioFailed`.
    public func finish() throws {
        guard !isFinished else { return }
        guard !sealed.isEmpty, sealed.count == nextShard else {
            throw WinnowError(
                .badData,
                "\(folder.path)/\(ShardFile.path(nextShard)): not made yet; go on with --resume"
            )
        }
        var manifest = PoolManifest()
        for (index, shard) in sealed { manifest.files[ShardFile.path(index)] = shard.entry }
        if let former = try? PoolManifest(readingFrom: folder), former.identity == manifest.identity {
            for (path, entry) in former.files where ShardFile.index(ofPath: path) == nil {
                manifest.files[path] = entry
            }
        }
        let index = try PoolIndex.bytes(header: header, counts: (0..<nextShard).map { sealed[$0]!.count })
        try AtomicFile.write(index, to: folder.appendingPathComponent(PoolManifest.indexName))
        manifest.files[PoolManifest.indexName] = .init(bytes: index.count, sha256: FileDigest.sha256(index))
        try manifest.write(to: folder)
        isFinished = true
        // The manifest says it all from here on; a list that cannot be removed is of no harm.
        try? FileManager.default.removeItem(at: folder.appendingPathComponent(PoolManifest.progressName))
    }
}
