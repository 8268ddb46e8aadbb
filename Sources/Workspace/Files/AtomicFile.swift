import Foundation
import Synchronization

/// Files that are there whole or not at all.
///
/// A file is written under a temporary name in its own folder, synced, read back and compared, renamed, and the folder is
/// synced. Whatever happens on the way, a file that was there before stays as it was.
public enum AtomicFile {
    /// Writes `data` to `url`, replacing a file that is there.
    ///
    /// - Throws: `WinnowError` `.cannotCreate` where the folder is missing or closed or `url` is no plain file, `.ioFailed` where
    ///   writing fails or what the disk gives back is not what was written.
    public static func write(_ data: Data, to url: URL) throws {
        try replace(url, verifyingAgainst: FileDigest.sha256(data)) { temporary in
            let file = try OpenFile(creating: temporary)
            try data.withUnsafeBytes { try file.write($0) }
        }
    }

    /// Replaces `url` with the file that `writing` makes, for formats whose library wants a path to write to.
    ///
    /// - Parameter writing: makes a complete file at the URL it is given (nothing is there yet) and closes it. When it throws,
    ///   the temporary file is removed and the error passed on.
    /// - Throws: as ``write(_:to:)``, and what `writing` throws.
    public static func replace(_ url: URL, writing: (URL) throws -> Void) throws {
        try replace(url, verifyingAgainst: nil, writing: writing)
    }

    /// Waits until the folder's entries (new, renamed and removed files) are on the disk.
    public static func syncFolder(_ url: URL) throws {
        let folder = try OpenFile(folder: url)
        try folder.sync()
    }

    /// Removes the temporary files and folders that writers which were killed have left directly in `folder`.
    ///
    /// Those of processes that still run are left alone.
    public static func removeLeftovers(in folder: URL) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where isLeftover(name) {
            let url = folder.appendingPathComponent(name)
            do {
                try FileManager.default.removeItem(at: url)
            } catch {
                throw WinnowError(
                    .ioFailed, "\(url.path): cannot remove what a killed run left; remove it by hand")
            }
        }
    }

    /// A name beside `url` for what will become it: hidden, and marked with this process.
    static func temporary(for url: URL) -> URL {
        let number = count.add(1, ordering: .relaxed).newValue
        // A name may have 255 bytes; the mark takes up to 40 of them.
        let stem = String(decoding: url.lastPathComponent.utf8.prefix(200), as: UTF8.self)
        return url.deletingLastPathComponent()
            .appendingPathComponent(".\(stem).\(getpid())-\(number)\(suffix)")
    }

    private static let suffix = ".winnow-partial"
    private static let count = Atomic<Int>(0)

    private static func isLeftover(_ name: String) -> Bool {
        guard name.hasPrefix("."), name.hasSuffix(suffix) else { return false }
        let mark = name.dropLast(suffix.count).split(separator: ".").last ?? ""
        guard let process = mark.split(separator: "-").first.flatMap({ Int32($0) }) else { return false }
        return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
    }

    private static func replace(
        _ url: URL, verifyingAgainst expected: String?, writing: (URL) throws -> Void
    ) throws {
        // A link stays a link: what it points to is replaced.
        let target = url.resolvingSymlinksInPath()
        var status = stat()
        if lstat(target.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let what = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "no plain file"
            throw WinnowError(.cannotCreate, "\(url.path): is \(what); give the name of a file to write")
        }
        let folder = target.deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: folder.path) else {
            throw WinnowError(
                .cannotCreate,
                "\(url.path): cannot create: No such file or directory; make the folder \(folder.path) first")
        }
        let temporary = temporary(for: target)
        do {
            try writing(temporary)
            try verify(temporary, against: expected)
            guard rename(temporary.path, target.path) == 0 else {
                throw WinnowError.failedCall("replace", target, errno: errno)
            }
        } catch {
            unlink(temporary.path)
            // A person knows the file by its own name.
            if let error = error as? WinnowError, error.message.hasPrefix(temporary.path) {
                throw WinnowError(error.kind, url.path + error.message.dropFirst(temporary.path.count))
            }
            throw error
        }
        try syncFolder(folder)
    }

    /// Syncs the file and compares what the disk gives back with what was meant to be there.
    private static func verify(_ url: URL, against expected: String?) throws {
        let expected = try expected ?? FileDigest.sha256(of: url)
        let file = try OpenFile(reading: url)
        try file.sync()
        file.dropCache()
        guard try FileDigest.sha256(of: url) == expected else {
            throw WinnowError(
                .ioFailed, "\(url.path): reads back otherwise than it was written; check the disk")
        }
    }
}
