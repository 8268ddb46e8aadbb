import Foundation

/// A checkpoint on disk, found whole.
public struct Checkpoint: Sendable, Equatable {
    /// The step after which it was written.
    public let step: Int
    /// The folder with the files that were saved.
    public let folder: URL

    /// A file of the checkpoint.
    public func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
}

/// The last few checkpoints of a run, each a folder of files that is there whole or not at all.
///
/// A checkpoint is written under a temporary name, its files are synced, read back and listed with their SHA-256 in
/// `checkpoint.json`, and only then is it renamed to `step-00001200`.
public struct CheckpointStore: Sendable {
    /// Where the checkpoints lie: the run's `checkpoints/`.
    public let folder: URL
    /// How many are kept.
    public let keeping: Int

    private static let manifestName = "checkpoint.json"
    private static let prefix = "step-"

    private struct Manifest: Codable {
        struct File: Codable {
            let sha256: String
            let bytes: Int
        }

        var format = "winnow-checkpoint"
        var version = 1
        let step: Int
        let files: [String: File]
    }

    /// - Precondition: `keeping` is at least 1.
    public init(folder: URL, keeping: Int = 2) {
        precondition(keeping >= 1, "a run keeps at least one checkpoint, not \(keeping)")
        self.folder = folder
        self.keeping = keeping
    }

    /// Saves a checkpoint, then deletes those that are no longer kept.
    ///
    /// Checkpoints of later steps, left from a run that went further before it was set back to an earlier one, are deleted too.
    ///
    /// - Parameters:
    ///   - step: how many steps the run has done.
    ///   - writing: writes the files into the empty folder it is given, and closes them. Folders inside it are not allowed.
    /// - Throws: `WinnowError` `.cannotCreate` or `.ioFailed`, and what `writing` throws; the earlier checkpoints are then as
    ///   they were.
    /// - Precondition: `step` is not negative.
    @discardableResult
    public func save(step: Int, writing: (URL) throws -> Void) throws -> Checkpoint {
        precondition(step >= 0, "a checkpoint's step cannot be \(step)")
        let target = folder.appendingPathComponent(Self.prefix + Self.padded(step))
        let temporary = AtomicFile.temporary(for: target)
        try Self.makeFolder(temporary)
        do {
            try writing(temporary)
            try seal(temporary, step: step)
            try replace(target, with: temporary)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            throw error
        }
        try AtomicFile.syncFolder(folder)
        try prune(newest: step)
        return Checkpoint(step: step, folder: target)
    }

    /// The newest checkpoint that is whole.
    ///
    /// One that is torn or damaged is passed over with a note on standard error that says why.
    ///
    /// - Returns: `nil` where no checkpoint was ever saved.
    /// - Throws: `WinnowError` `.badData` where there are checkpoints and none is whole.
    public func latest() throws -> Checkpoint? {
        let steps = savedSteps()
        for step in steps {
            let checkpoint = Checkpoint(
                step: step, folder: folder.appendingPathComponent(Self.prefix + Self.padded(step)))
            guard let damage = damage(of: checkpoint) else { return checkpoint }
            Console.note("\(checkpoint.folder.path): \(damage); it is passed over")
        }
        guard steps.isEmpty else {
            throw WinnowError(
                .badData,
                "\(folder.path): none of the \(steps.count) checkpoints is whole; start anew with --force")
        }
        return nil
    }

    /// The steps of the saved checkpoints, whole or not, newest first.
    private func savedSteps() -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix(Self.prefix), let step = Int(name.dropFirst(Self.prefix.count)), step >= 0
            else {
                return nil
            }
            return name == Self.prefix + Self.padded(step) ? step : nil
        }.sorted(by: >)
    }

    /// Lists the files with their digests, and waits until all are on the disk.
    private func seal(_ folder: URL, step: Int) throws {
        var files: [String: Manifest.File] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let url = folder.appendingPathComponent(name)
            let digest = try FileDigest.sha256(of: url)
            let file = try OpenFile(reading: url)
            try file.sync()
            file.dropCache()
            guard try FileDigest.sha256(of: url) == digest else {
                throw WinnowError(
                    .ioFailed, "\(url.path): reads back otherwise than it was written; check the disk")
            }
            files[name] = Manifest.File(sha256: digest, bytes: try Self.size(of: url))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let manifest = try encoder.encode(Manifest(step: step, files: files))
        try AtomicFile.write(manifest, to: folder.appendingPathComponent(Self.manifestName))
    }

    /// Puts the sealed folder in its place; one of the same step that is there makes way.
    private func replace(_ target: URL, with temporary: URL) throws {
        let outgoing = AtomicFile.temporary(for: target)
        let isReplacing = rename(target.path, outgoing.path) == 0
        guard rename(temporary.path, target.path) == 0 else {
            let code = errno
            if isReplacing { rename(outgoing.path, target.path) }
            throw WinnowError.failedCall("replace", target, errno: code)
        }
        if isReplacing { try FileManager.default.removeItem(at: outgoing) }
    }

    private func prune(newest: Int) throws {
        try AtomicFile.removeLeftovers(in: folder)
        let steps = savedSteps()
        let superfluous = steps.filter { $0 > newest } + steps.filter { $0 <= newest }.dropFirst(keeping)
        for step in superfluous {
            let url = folder.appendingPathComponent(Self.prefix + Self.padded(step))
            // Renamed first: a deletion that is cut short leaves no half checkpoint under a checkpoint's name.
            let outgoing = AtomicFile.temporary(for: url)
            guard rename(url.path, outgoing.path) == 0 else {
                throw WinnowError.failedCall("delete", url, errno: errno)
            }
            do {
                try FileManager.default.removeItem(at: outgoing)
            } catch {
                throw WinnowError(.ioFailed, "\(outgoing.path): cannot be deleted; check its permissions")
            }
        }
    }

    /// What is wrong with the checkpoint, or `nil` where it is whole.
    private func damage(of checkpoint: Checkpoint) -> String? {
        guard let data = try? Data(contentsOf: checkpoint.file(Self.manifestName)) else {
            return "has no \(Self.manifestName)"
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data),
            manifest.format == "winnow-checkpoint", manifest.step == checkpoint.step
        else { return "\(Self.manifestName) is damaged" }
        guard manifest.version == 1 else { return "was written by a newer Winnow" }
        for (name, expected) in manifest.files.sorted(by: { $0.key < $1.key }) {
            let url = checkpoint.file(name)
            guard let bytes = try? Self.size(of: url) else { return "\(name) is missing" }
            guard bytes == expected.bytes else {
                return "\(name) has \(bytes) bytes where \(expected.bytes) were saved"
            }
            guard let digest = try? FileDigest.sha256(of: url) else { return "\(name) cannot be read" }
            guard digest == expected.sha256 else { return "\(name) does not hold the bytes that were saved" }
        }
        return nil
    }

    private static func padded(_ step: Int) -> String {
        let digits = "\(step)"
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    private static func size(of url: URL) throws -> Int {
        var status = stat()
        guard stat(url.path, &status) == 0 else { throw WinnowError.failedCall("read", url, errno: errno) }
        return Int(status.st_size)
    }

    private static func makeFolder(_ url: URL) throws {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(
                .cannotCreate,
                "\(url.deletingLastPathComponent().path): cannot be written to; check its permissions")
        }
    }
}
