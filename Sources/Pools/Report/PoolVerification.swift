import Foundation
import Workspace

/// What `winnow pool verify` finds: each file of a pool, and whether it is as the manifest says.
public struct PoolVerification: Sendable, Equatable, Codable {
    /// One file.
    public struct File: Sendable, Equatable, Codable {
        /// Relative to the pool's folder.
        public let path: String
        /// What is wrong and how to mend it; `nil` where the file is sound.
        public let problem: String?
    }

    /// In the order `pool.h5`, shards, scores, selections.
    public let files: [File]
    /// What is wrong with the pool as a whole, where each file alone is sound; `nil` otherwise.
    public let problem: String?
    /// The exit code of the first problem; `nil` where there is none.
    public let exitCode: Int32?

    /// Whether nothing is wrong.
    public var isSound: Bool { exitCode == nil }

    /// Compares every file with the manifest, and then reads every shard through, which compares the checksums of its chunks.
    ///
    /// - Parameter report: called after each file, for progress.
    /// - Throws: `WinnowError` where there is no manifest that could be compared with.
    public init(of folder: URL, report: (File) throws -> Void = { _ in }) throws {
        let manifest = try PoolManifest(readingFrom: folder)
        let shards = manifest.shards
        let known = Set([PoolManifest.indexName] + shards)
        let paths =
            [PoolManifest.indexName] + shards + manifest.files.keys.filter { !known.contains($0) }.sorted()
        var files: [File] = []
        var first: WinnowError?
        for path in paths {
            var problem: WinnowError?
            do {
                try manifest.verify(path, in: folder, digest: true)
                if ShardFile.index(ofPath: path) != nil {
                    try ShardFile(opening: folder.appendingPathComponent(path)).readThrough()
                }
            } catch let error as WinnowError {
                problem = error
            }
            first = first ?? problem
            let file = File(path: path, problem: problem?.message)
            files.append(file)
            try report(file)
        }
        var whole: WinnowError?
        if first == nil {
            do {
                _ = try PoolSummary(of: Pool(folder: folder, verify: false))
            } catch let error as WinnowError {
                whole = error
            }
        }
        self.files = files
        problem = whole?.message
        exitCode = (first ?? whole)?.kind.rawValue
    }
}
