import Foundation
import Glibc

extension OutputFolder {
    /// Makes a folder that is there whole or not at all.
    ///
    /// It is filled under a temporary name beside its own, brought to the disk and renamed. Whatever happens on the way, a folder
    /// that was there before stays as it was.
    ///
    /// - Parameters:
    ///   - force: replaces a folder that is there, if it is marked.
    ///   - writing: fills the folder that it is given, which is there and holds nothing but the mark.
    /// - Throws: as ``check(_:force:resume:canResume:)``; `WinnowError` `.cannotCreate` or `.ioFailed`; what `writing` throws.
    public static func replace(_ url: URL, force: Bool, writing: (URL) throws -> Void) throws {
        try check(url, force: force, resume: false, canResume: false)
        let target = url.resolvingSymlinksInPath()
        let parent = target.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(.cannotCreate, "\(parent.path): cannot be made; check its permissions")
        }
        try AtomicFile.removeLeftovers(in: parent)
        let temporary = AtomicFile.temporary(for: target)
        do {
            try prepare(temporary, force: false, resume: false)
            try writing(temporary)
            // One call for all files: to wait for each of a million of them would take hours.
            sync()
            try put(temporary, at: target)
        } catch {
            try? FileManager.default.removeItem(at: temporary)
            // A person knows the folder by its own name.
            if let error = error as? WinnowError, error.message.hasPrefix(temporary.path) {
                throw WinnowError(error.kind, url.path + error.message.dropFirst(temporary.path.count))
            }
            throw error
        }
        try AtomicFile.syncFolder(parent)
    }

    /// Renames a finished folder to its own name; one that is there makes way.
    private static func put(_ temporary: URL, at target: URL) throws {
        let outgoing = AtomicFile.temporary(for: target)
        let isReplacing = rename(target.path, outgoing.path) == 0
        guard rename(temporary.path, target.path) == 0 else {
            let code = errno
            if isReplacing { rename(outgoing.path, target.path) }
            throw WinnowError.failedCall("replace", target, errno: code)
        }
        guard isReplacing else { return }
        do {
            try FileManager.default.removeItem(at: outgoing)
        } catch {
            throw WinnowError(
                .ioFailed, "\(outgoing.path): cannot be deleted; remove what was there before by hand")
        }
    }

    /// Refuses an output that is one of the inputs or holds one, so that `--force` never deletes what is being read.
    ///
    /// - Throws: `WinnowError(.usage)`.
    public static func check(_ output: URL, holdsNo input: URL) throws {
        func place(_ url: URL) -> [String] {
            url.standardizedFileURL.resolvingSymlinksInPath().pathComponents
        }
        guard place(input).starts(with: place(output)) else { return }
        throw WinnowError(
            .usage, "\(output.path): is or holds \(input.path), which is read; give the output another name")
    }
}
