import Foundation
import Workspace

/// `metadata.csv` and `metadata.jsonl`: a record an image, with `file_name`, and `label`, `split` or both.
///
/// They lie in the set's folder or in those of its splits; `file_name` is relative to the metadata file. Without `label`, the
/// folder that holds the image is its label; without `split`, the folder that the path begins with names it.
enum FolderMetadata {
    private static let names = ["metadata.csv", "metadata.jsonl"]

    /// The metadata files of a set, as paths relative to `root`.
    static func files(in root: URL, _ listing: FolderListing) -> [String] {
        if let name = names.first(where: listing.files.contains) { return [name] }
        return listing.folders.filter { FolderLayout.split(named: $0) != nil }.sorted().compactMap { folder in
            names.map { folder + "/" + $0 }.first {
                FileManager.default.fileExists(atPath: root.path + "/" + $0)
            }
        }
    }

    /// Adds what the file lists.
    ///
    /// - Parameter path: of the metadata file, relative to the set's folder.
    /// - Throws: `WinnowError` of kind `.badData` where the file names no columns that say enough.
    static func read(_ path: String, into found: inout LabelledFiles) throws {
        let list = try ListFile(found.root.appending(path: path, directoryHint: .notDirectory), name: path)
        var reading = MetadataReading(root: found.root, path: path)
        for entry in try MetadataRecords(of: list) {
            switch entry {
            case .failure(let problem): found.problems.append(problem)
            case .success(let record):
                reading.add(record.values.compactMapValues(\.text), line: record.line, to: &found)
            }
        }
    }
}

/// Turns the records of one metadata file into labelled files.
private struct MetadataReading {
    private let path: String
    /// The folder of the metadata file with a slash behind it, or nothing.
    private let folder: String
    private var known: KnownFiles
    private var seen: Set<String> = []

    init(root: URL, path: String) {
        known = KnownFiles(in: root)
        self.path = path
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    mutating func add(_ record: [String: String], line: Int, to found: inout LabelledFiles) {
        func refuse(_ reason: String) {
            found.problems.append(Problem(file: path, line: line, reason: reason))
        }
        guard let name = record["file_name"], !name.isEmpty else { return refuse("no file_name") }
        let parts = (folder + name).split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard !name.hasPrefix("/"), !parts.contains("..") else {
            return refuse("\(name) lies outside the data set's folder")
        }
        let components = parts.filter { $0 != "." }
        guard let last = components.last, FolderListing.isImageName(last) else {
            return refuse("\(name) is not named as a .jpg, .jpeg or .png")
        }
        let file = components.joined(separator: "/")
        guard seen.insert(file).inserted else { return refuse("\(name) is listed twice") }
        guard known.holds(last, in: components.dropLast().joined(separator: "/")) else {
            return refuse("image \(file) is not there")
        }
        var split = components.count > 1 ? FolderLayout.split(named: components[0]) : nil
        if let named = record["split"], !named.isEmpty {
            guard let value = FolderLayout.split(named: named) else {
                return refuse("the split of \(name) is “\(named)”; it takes train, validation or test")
            }
            split = value
        }
        let inFolder = components.count > 1 ? components[components.count - 2] : nil
        guard
            let label = record["label"]
                ?? inFolder.flatMap({ FolderLayout.split(named: $0) == nil ? $0 : nil }),
            !label.isEmpty
        else {
            return refuse("no label for \(name)")
        }
        found.append(path: file, label: label, split: split)
    }
}
