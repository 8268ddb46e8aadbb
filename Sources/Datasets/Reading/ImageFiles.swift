import Foundation
import Workspace

/// Images without labels, wherever they lie.
public enum ImageFiles {
    /// The images that paths name: a file stands for itself, a folder for all JPEG and PNG files in it and in the folders below,
    /// in the order of their paths. Hidden files and folders are passed over, and so is a folder that has been seen already.
    ///
    /// - Parameter paths: files and folders; the images' paths begin as these do.
    /// - Throws: `WinnowError` of kind `.missingInput` where a path leads nowhere or a folder holds no image, `.ioFailed` where a
    ///   folder cannot be listed.
    public static func at(_ paths: some Sequence<String>) throws -> [String] {
        var found: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw WinnowError(.missingInput, "\(path): no such file or folder; check the path")
            }
            guard isFolder.boolValue else {
                found.append(path)
                continue
            }
            // Links may lead in a circle.
            var visited: Set<String> = []
            let images = try inFolder(trimmed(path), &visited).sorted()
            guard !images.isEmpty else {
                throw WinnowError(
                    .missingInput, "\(path): holds no JPEG or PNG images; name another folder, or images")
            }
            found += images
        }
        return found
    }

    /// Makes sure that every image can be decoded.
    ///
    /// - Parameters:
    ///   - skipBad: whether unreadable images are left out; otherwise the first is thrown.
    ///   - threads: how many threads decode.
    ///   - onImage: called after each image, on the caller's thread.
    /// - Returns: the readable ones in order, and what is wrong with each of the others, on a line that begins with its path.
    /// - Throws: `WinnowError` of kind `.badData`, or what else reading a file throws; `.badData` where none is readable; what
    ///   `onImage` throws.
    public static func readable(
        _ files: [String], skipBad: Bool, threads: Int, onImage: () throws -> Void = {}
    ) throws -> (files: [String], problems: [Problem]) {
        let examples = files.map { Example(file: URL(fileURLWithPath: $0), label: .index(0)) }
        var survey = ImageSurvey(examples, decoding: true, threads: threads)
        var readable: [String] = []
        var problems: [Problem] = []
        for (file, example) in zip(files, examples) {
            switch survey.next() {
            case .success: readable.append(file)
            case .failure(let error):
                let problem = Problem(file: file, reason: Problem.reason(of: error, at: example.path))
                guard skipBad else {
                    throw WinnowError(
                        (error as? WinnowError)?.kind ?? .badData,
                        "\(problem); replace it, or leave it out with --skip-bad")
                }
                problems.append(problem)
            }
            try onImage()
        }
        guard !readable.isEmpty else {
            throw WinnowError(.badData, "\(files.first ?? "no image"): no image can be read; name others")
        }
        return (readable, problems)
    }

    private static func inFolder(_ path: String, _ visited: inout Set<String>) throws -> [String] {
        let url = URL(fileURLWithPath: path, isDirectory: true)
        guard visited.insert(url.resolvingSymlinksInPath().path).inserted else { return [] }
        let listing = try FolderListing(of: url)
        let start = path == "/" ? path : path + "/"
        return try listing.images.map { start + $0 }
            + listing.folders.sorted().flatMap { try inFolder(start + $0, &visited) }
    }

    /// Without slashes at its end.
    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
