import Foundation
import Workspace

/// `manifest.json`: the size and SHA-256 of each file of a pool.
///
/// It is written last, so a pool that has one is whole. It is the list of what belongs to the pool: a file that is not in it
/// is not read.
struct PoolManifest: Sendable, Equatable, Codable {
    static let fileName = "manifest.json"
    /// The list of the shards that are sealed so far, while a pool is being written. Damage by chance is found by it before the
    /// HDF5 library, which may crash on such a file, is given the shard.
    static let progressName = "progress.json"
    static let indexName = "pool.h5"
    /// What makes a pool whole again, in words.
    static let remake = "winnow pool generate or import … --resume"
    private static let format = "winnow-manifest"
    private static let version = 1
    private static let byteLimit = 1 << 26

    struct Entry: Sendable, Equatable, Codable {
        let bytes: Int
        let sha256: String
    }

    private var format = Self.format
    private var version = Self.version
    /// By path, relative to the pool's folder.
    var files: [String: Entry] = [:]

    /// The paths of the shards, in order.
    var shards: [String] {
        files.keys.compactMap { path in ShardFile.index(ofPath: path).map { ($0, path) } }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The names of the files in `folder` (`scores` or `selections`), without their ending, in alphabetical order.
    func names(in folder: String) -> [String] {
        files.keys.filter { $0.hasPrefix(folder + "/") }
            .map { String($0.dropFirst(folder.count + 1).dropLast(".h5".count)) }.sorted()
    }

    /// A digest of the samples: the same for two pools whose shards are the same.
    var identity: String {
        FileDigest.sha256(Data(shards.map { "\($0) \(files[$0]!.sha256)\n" }.joined().utf8))
    }

    /// Reads a pool's manifest.
    ///
    /// - Throws: `WinnowError(.missingInput)` where there is none, `.badData` where it is damaged or names files that a pool
    ///   does not have.
    init(readingFrom folder: URL) throws {
        try self.init(readingFrom: folder, fileName: Self.fileName)
        let shards = shards
        guard files[Self.indexName] != nil, !shards.isEmpty,
            shards.enumerated().allSatisfy({ $1 == ShardFile.path($0) })
        else {
            throw WinnowError(
                .badData,
                "\(folder.path)/\(Self.fileName): does not name \(Self.indexName) and all shards; "
                    + "delete it and go on with \(Self.remake)")
        }
    }

    /// Reads the list of what is sealed of a pool that is not finished; empty where there is none.
    static func progress(of folder: URL) throws -> PoolManifest {
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent(progressName).path) else {
            return PoolManifest()
        }
        return try PoolManifest(readingFrom: folder, fileName: progressName)
    }

    private init(readingFrom folder: URL, fileName: String) throws {
        let url = folder.appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw WinnowError(.missingInput, "\(folder.path): there is no such folder; check the path")
        }
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw WinnowError(
                .missingInput,
                "\(folder.path): no finished pool here (there is no \(Self.fileName)); "
                    + "finish it with \(Self.remake), or give another folder")
        }
        func bad(_ what: String) -> WinnowError {
            WinnowError(.badData, "\(url.path): \(what); delete it and go on with \(Self.remake)")
        }
        guard try HDF5File.regularFileSize(url) <= Self.byteLimit else {
            throw bad("too large for a manifest")
        }
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw WinnowError(.ioFailed, "\(url.path): cannot be read; check its permissions and the disk")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: data)
        } catch {
            throw bad("not a manifest")
        }
        guard format == Self.format, version == Self.version else {
            throw bad("\(format) of version \(version), not \(Self.format) of version \(Self.version)")
        }
        for (path, entry) in files {
            guard Self.isOurs(path) else { throw bad("names \(path), which is no file of a pool") }
            guard entry.bytes > 0, entry.sha256.count == 64 else { throw bad("holds no digest of \(path)") }
        }
    }

    /// An empty manifest.
    init() {}

    /// Replaces the pool's manifest, or its list of progress. Equal contents give equal bytes.
    func write(to folder: URL, as fileName: String = Self.fileName) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            let data = try encoder.encode(self) + Data("\n".utf8)
            try AtomicFile.write(data, to: folder.appendingPathComponent(fileName))
        } catch let error as EncodingError {
            throw WinnowError(.bug, "\(folder.path): cannot write the manifest: \(error)")
        }
    }

    /// Only these are read, so that a manifest from a stranger cannot lead out of the folder.
    private static func isOurs(_ path: String) -> Bool {
        if path == indexName || ShardFile.index(ofPath: path) != nil { return true }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && (parts[0] == "scores" || parts[0] == "selections")
            && parts[1].hasSuffix(".h5")
            && EntryName.isValid(String(parts[1].dropLast(".h5".count)))
    }

    /// Compares a file with its entry.
    ///
    /// - Parameter digest: whether the bytes are compared, not only the size.
    /// - Throws: `WinnowError` `.missingInput` where it is not there, `.badData` where it differs.
    func verify(_ path: String, in folder: URL, digest: Bool) throws {
        guard let entry = files[path] else {
            throw WinnowError(.missingInput, "\(folder.path): \(path) is not in \(Self.fileName)")
        }
        let url = folder.appendingPathComponent(path)
        let remedy = Self.remedy(path)
        guard FileManager.default.fileExists(atPath: url.path) else {
            throw WinnowError(.missingInput, "\(url.path): missing; \(remedy)")
        }
        let size = try HDF5File.regularFileSize(url)
        guard size == entry.bytes else {
            throw WinnowError(.badData, "\(url.path): has \(size) bytes, not \(entry.bytes); \(remedy)")
        }
        if digest {
            guard try FileDigest.sha256(of: url) == entry.sha256 else {
                throw WinnowError(
                    .badData, "\(url.path): damaged (its SHA-256 is not the manifest's); \(remedy)")
            }
        }
    }

    /// How a file that is missing or damaged comes back.
    private static func remedy(_ path: String) -> String {
        let name = path.split(separator: "/").last.map { String($0.dropLast(".h5".count)) } ?? path
        if path.hasPrefix("scores/") { return "restore it or score the pool by \(name) again" }
        if path.hasPrefix("selections/") { return "restore it or filter the pool again" }
        return "restore it, or make it again with \(remake)"
    }
}
