import Foundation
import Workspace

/// What `winnow pool verify` finds: each file of a pool, and whether it is as the manifest says.
public struct PoolVerification: Sendable, Equatable, Encodable {
    /// How a file is.
    public enum State: String, Sendable, Codable {
        case sound, missing, damaged
    }

    /// One file.
    public struct File: Sendable, Equatable, Encodable {
        /// Relative to the pool's folder.
        public let path: String
        public let state: State
        /// What is wrong and how to mend it; `nil` where the file is sound.
        public let problem: String?

        enum CodingKeys: CodingKey {
            case path, state, problem
        }

        /// Writes all keys always, `problem` as null where there is none.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(path, forKey: .path)
            try values.encode(state, forKey: .state)
            try values.encode(problem, forKey: .problem)
        }
    }

    /// In the order `pool.h5`, shards, scores, selections.
    public let files: [File]
    /// What is wrong with the pool as a whole, where each file alone is sound; `nil` otherwise.
    public let problem: String?
    /// The exit code of the first problem; `nil` where there is none.
    public let exitCode: Int32?

    /// Whether nothing is wrong.
    public var isSound: Bool { exitCode == nil }

    enum CodingKeys: CodingKey {
        case files, problem, sound
    }

    /// Writes all keys always, `problem` as null where there is none.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(files, forKey: .files)
        try values.encode(problem, forKey: .problem)
        try values.encode(isSound, forKey: .sound)
    }

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
            let state: State =
                switch problem?.kind {
                case nil: .sound
                case .missingInput: .missing
                default: .damaged
                }
            let file = File(path: path, state: state, problem: problem?.message)
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
