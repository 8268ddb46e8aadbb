import Foundation
import Workspace

/// Scores and selections: what is added to a pool that is finished.
extension Pool {
    /// The policies whose scores the pool holds, in alphabetical order.
    public var scoreNames: [String] { manifest.withLock { $0.names(in: "scores") } }

    /// The selections that the pool holds, in alphabetical order.
    public var selectionNames: [String] { manifest.withLock { $0.names(in: "selections") } }

    /// A policy's scores, or `nil` where the pool holds none of that name.
    ///
    /// - Throws: `WinnowError` where the name is none, or the file is missing, damaged or of another pool.
    public func scores(named name: String) throws -> Scores? {
        try EntryName.check(name)
        guard let url = try verified(ScoreFile.path(name)) else { return nil }
        return try ScoreFile.read(url, count: count, labelCount: header.schema.count, pool: identity)
    }

    /// Adds a policy's scores, replacing those of that name.
    ///
    /// - Throws: `WinnowError` `.badData` where a score is not a finite number, `.usage` where the name is none,
    ///   `.cannotCreate`, `.ioFailed`. What the pool held before is whole in any case, save the scores of that very name.
    public func writeScores(_ scores: Scores, named name: String) throws {
        try EntryName.check(name)
        let bytes = try ScoreFile.bytes(
            of: scores, name: name, count: count, labelCount: header.schema.count, pool: identity)
        try add(bytes, as: ScoreFile.path(name))
    }

    /// A selection, or `nil` where the pool holds none of that name.
    ///
    /// - Throws: `WinnowError` where the name is none, or the file is missing, damaged or of another pool.
    public func selection(named name: String) throws -> Selection? {
        try EntryName.check(name)
        return try verified(SelectionFile.path(name)).map { try SelectionFile.read($0, of: self) }
    }

    /// Adds a selection, replacing one of that name.
    ///
    /// - Parameter name: what it is called in the pool; its own name where none is given.
    /// - Throws: `WinnowError` `.usage` where the name is none or nothing is selected, `.bug` where it does not fit the pool,
    ///   `.cannotCreate`, `.ioFailed`.
    public func writeSelection(_ selection: Selection, named name: String? = nil) throws {
        let name = name ?? selection.name
        try EntryName.check(name)
        let named = Selection(
            name: name, index: selection.index, score: selection.score, label: selection.label)
        try add(SelectionFile.bytes(of: named, pool: self), as: SelectionFile.path(name))
    }

    /// The URL of a file that the manifest names, once it has been compared with it.
    private func verified(_ path: String) throws -> URL? {
        let manifest = manifest.withLock { $0 }
        guard manifest.files[path] != nil else { return nil }
        try manifest.verify(path, in: folder, digest: verifiesDigests)
        return folder.appendingPathComponent(path)
    }

    /// Adds a file to the pool and its manifest.
    ///
    /// A former file leaves the manifest first: a process that dies halfway leaves a pool without the file, never one whose
    /// manifest contradicts it.
    private func add(_ bytes: Data, as path: String) throws {
        try manifest.withLock { held in
            let lock = try PoolLock(folder)
            // Another process may have added files since this pool was opened.
            var current = try PoolManifest(readingFrom: folder)
            guard current.identity == identity else {
                throw WinnowError(.badData, "\(folder.path): the pool was replaced meanwhile; start again")
            }
            let url = folder.appendingPathComponent(path)
            let place = url.deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            } catch {
                throw WinnowError(
                    .cannotCreate, "\(place.path): cannot be made; check the pool's permissions")
            }
            try AtomicFile.removeLeftovers(in: place)
            if current.files.removeValue(forKey: path) != nil { try current.write(to: folder) }
            try AtomicFile.write(bytes, to: url)
            current.files[path] = .init(bytes: bytes.count, sha256: FileDigest.sha256(bytes))
            try current.write(to: folder)
            held = current
            _ = consume lock
        }
    }
}
