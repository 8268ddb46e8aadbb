import Foundation

/// The folder that a run writes to.
///
/// A run marks its folder with a small file. `--force` deletes marked folders only, so that a slip of the hand never deletes
/// a data set.
public enum OutputFolder {
    /// The name of the mark.
    public static let markerName = ".winnow-run"

    /// Makes the folder and marks it, or checks that it may be used.
    ///
    /// A folder that is missing, empty or holds nothing but the mark is always fine (unless a run is to be resumed).
    ///
    /// - Parameters:
    ///   - force: empties the folder first, if it is marked.
    ///   - resume: goes on with the marked folder as it is.
    ///   - canResume: whether the command has `--resume` to offer in its messages.
    /// - Throws: `WinnowError` `.usage` where both are asked for; `.cannotCreate` where the folder is in use, not marked, a
    ///   file, or cannot be made; `.missingInput` where there is nothing to resume.
    public static func prepare(_ url: URL, force: Bool, resume: Bool, canResume: Bool = true) throws {
        try check(url, force: force, resume: resume, canResume: canResume)
        if resume { return }
        if FileManager.default.fileExists(atPath: url.path) {
            let entries = try contents(of: url)
            if entries.contains(where: { $0 != markerName }) { try empty(url, entries) }
        }
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            throw WinnowError.failedCall("create", url, errno: reason.map { Int32($0.code) } ?? EACCES)
        }
        try AtomicFile.write(
            Data("Winnow writes to this folder; `--force` may delete all that is in it.\n".utf8),
            to: url.appendingPathComponent(markerName))
    }

    /// Whether a run has begun in the folder: there is something to resume.
    public static func holdsRun(_ url: URL) -> Bool {
        (try? contents(of: url))?.contains { $0 != markerName } ?? false
            && FileManager.default.fileExists(atPath: url.appendingPathComponent(markerName).path)
    }

    /// Removes a folder that holds the mark and nothing else.
    public static func removeIfUnused(_ url: URL) {
        guard (try? contents(of: url)) == [markerName] else { return }
        try? FileManager.default.removeItem(at: url)
    }

    /// Refuses a folder that ``prepare(_:force:resume:canResume:)`` would refuse, and changes nothing.
    ///
    /// - Throws: as that does.
    public static func check(_ url: URL, force: Bool, resume: Bool, canResume: Bool = true) throws {
        guard !(force && resume) else {
            throw WinnowError(.usage, "--force starts anew and --resume goes on; give one of them")
        }
        let path = url.path
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard !exists || isFolder.boolValue else {
            throw WinnowError(
                .cannotCreate, "\(path): is a file; a folder is to be made there, give another name")
        }
        let entries = exists ? try contents(of: url) : []
        if resume {
            guard entries.contains(markerName) else {
                throw WinnowError(
                    .missingInput, "\(path): holds no run to go on with; leave out --resume to start one")
            }
            return
        }
        if entries.contains(where: { $0 != markerName }) {
            guard force else {
                throw WinnowError(
                    .cannotCreate,
                    entries.contains(markerName)
                        ? "\(path): exists already; give \(canResume ? "--resume to go on, " : "")--force to replace it, or another name"
                        : "\(path): exists already and Winnow did not make it; give another name")
            }
            guard entries.contains(markerName) else {
                throw WinnowError(
                    .cannotCreate,
                    "\(path): Winnow did not make this folder (it has no \(markerName)), so --force leaves it alone;"
                        + " give another name or empty it yourself")
            }
        }
    }

    private static func contents(of url: URL) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: url.path)
        } catch {
            throw WinnowError(.cannotCreate, "\(url.path): cannot be listed; check its permissions")
        }
    }

    /// Deletes what is in the folder; the mark goes last, so that a deletion that was interrupted can be repeated.
    private static func empty(_ url: URL, _ entries: [String]) throws {
        for name in entries.filter({ $0 != markerName }) + [markerName] {
            do {
                try FileManager.default.removeItem(at: url.appendingPathComponent(name))
            } catch {
                throw WinnowError(
                    .cannotCreate, "\(url.path): \(name) cannot be deleted; check the folder's permissions")
            }
        }
    }
}
