import Foundation
import Workspace

/// Images that any generator made, in a folder with their labels.
///
/// `LABEL/*.{jpg,jpeg,png}`, as torchvision's `ImageFolder` has it; or a `metadata.csv` or `metadata.jsonl` with `file_name`, relative
/// to it, and the label. A folder of multi-label data is named after the labels that are set, as in `Blond_Hair+Male`, or `none`.
public enum GeneratedImages {
    /// Reads the lists and makes sure that every image they name is there. No image is decoded.
    ///
    /// - Parameters:
    ///   - schema: what the labels mean; without it, every image has one label, and the labels are those that come up, in the
    ///     order of their names, or of their numbers where all of them are numbers.
    ///   - skipBad: whether what is bad is left out and listed in `problems`; otherwise the first is thrown.
    /// - Returns: a data set with all images in its train split, ordered by folder and name, or as the metadata list them.
    /// - Throws: `WinnowError` `.missingInput` where there is no such folder, `.badData` where an image has no label or a
    ///   label that the schema does not know.
    public static func open(_ root: URL, schema: LabelSchema?, skipBad: Bool = false) throws -> Dataset {
        let root = root.standardizedFileURL
        let listing = try FolderListing(of: root)
        var records = GeneratedRecords(root: root)
        if let name = ["metadata.csv", "metadata.jsonl"].first(where: listing.files.contains) {
            try records.readMetadata(name, labels: schema)
        } else {
            try records.readFolders(listing, labels: schema)
        }
        let dataset = try records.dataset(schema: schema)
        if !skipBad { try dataset.refuseProblems() }
        guard !dataset.examples(in: .train).isEmpty else {
            throw WinnowError(
                .badData,
                "\(root.path): holds no labelled images; put them into a folder for each label, or write a metadata.csv with"
                    + " file_name and label")
        }
        return dataset
    }
}

/// The images of a folder as they are found.
private struct GeneratedRecords {
    let root: URL
    private var problems: [Problem] = []
    private var images: [(path: String, label: GeneratedLabel)] = []
    private var files: KnownFiles
    private var seen: Set<String> = []

    init(root: URL) {
        self.root = root
        files = KnownFiles(in: root)
    }

    /// Images in folders that are named after their labels.
    mutating func readFolders(_ listing: FolderListing, labels: LabelSchema?) throws {
        for folder in listing.folders.sorted() {
            for image in try FolderListing(of: root.appending(path: folder)).images {
                let path = folder + "/" + image
                guard labels == nil || labels?.label(ofFolder: folder) != nil else {
                    problems.append(
                        Problem(file: path, reason: "the folder \(folder) names no label of \(known(labels))")
                    )
                    continue
                }
                images.append((path, .folder(folder)))
            }
        }
        for image in listing.images {
            problems.append(
                Problem(file: image, reason: "lies in no folder that is named after its label"))
        }
    }

    /// A record an image.
    mutating func readMetadata(_ name: String, labels: LabelSchema?) throws {
        let list = try ListFile(root.appending(path: name, directoryHint: .notDirectory), name: name)
        for entry in try MetadataRecords(of: list) {
            switch entry {
            case .failure(let problem): problems.append(problem)
            case .success(let record):
                if let reason = add(record, labels: labels) {
                    problems.append(Problem(file: name, line: record.line, reason: reason))
                }
            }
        }
    }

    /// - Returns: what is wrong with the record.
    private mutating func add(_ record: MetadataRecords.Record, labels: LabelSchema?) -> String? {
        guard let name = record.values["file_name"]?.text, !name.isEmpty else { return "no file_name" }
        let parts = name.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard !name.hasPrefix("/"), !parts.contains("..") else { return "\(name) lies outside the folder" }
        let components = parts.filter { $0 != "." }
        guard let last = components.last, FolderListing.isImageName(last) else {
            return "\(name) is not named as a .jpg, .jpeg or .png"
        }
        let path = components.joined(separator: "/")
        guard seen.insert(path).inserted else { return "\(name) is listed twice" }
        guard files.holds(last, in: components.dropLast().joined(separator: "/")) else {
            return "image \(path) is not there"
        }
        let folder = components.count > 1 ? components[components.count - 2] : nil
        guard let label = GeneratedLabel(record.values, folder: folder, schema: labels) else {
            return "no label for \(name)"
        }
        guard let labels else {
            images.append((path, label))
            return nil
        }
        guard label.resolved(labels) != nil else {
            return "the label of \(name) is \(label.text), which is none of \(known(labels))"
        }
        images.append((path, label))
        return nil
    }

    private func known(_ labels: LabelSchema?) -> String {
        let names = labels?.names ?? []
        return names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }

    /// - Precondition: each label that was taken up is one of the schema, where there is a schema.
    func dataset(schema: LabelSchema?) throws -> Dataset {
        let schema =
            schema
            ?? LabelSchema(
                task: .singleLabel, names: LabelledFiles.ordered(Set(images.map(\.label.text))))
        let examples = images.compactMap { image in
            image.label.resolved(schema).map {
                Example(file: URL(filePath: root.path + "/" + image.path), label: $0)
            }
        }
        return Dataset(
            root: root, layout: "generated", schema: schema, examples: [.train: examples],
            problems: problems)
    }
}

/// A label as a folder or a record gives it.
private enum GeneratedLabel {
    case folder(String)
    case text(String)
    /// The labels that are set.
    case list([String])

    /// The label of a record: `target` or `label`; in multi-label data also a column of 0 and 1 (or −1 and 1) for each label;
    /// without any of these, the folder that the image lies in.
    init?(_ values: [String: MetadataRecords.Value], folder: String?, schema: LabelSchema?) {
        switch values["target"] ?? values["label"] {
        case .text(let text)? where !text.isEmpty: self = .text(text)
        case .list(let names)?: self = .list(names)
        default:
            if let schema, schema.task == .multiLabel, schema.names.allSatisfy({ values[$0] != nil }) {
                let set = schema.names.filter { values[$0]?.text == "1" }
                guard schema.names.allSatisfy({ ["0", "1", "-1"].contains(values[$0]?.text) }) else {
                    return nil
                }
                self = .list(set)
            } else if let folder {
                self = .folder(folder)
            } else {
                return nil
            }
        }
    }

    var text: String {
        switch self {
        case .folder(let name), .text(let name): name
        case .list(let names): names.joined(separator: ", ")
        }
    }

    func resolved(_ schema: LabelSchema) -> Label? {
        switch self {
        case .folder(let name): schema.label(ofFolder: name)
        case .text(let text): schema.label(named: text)
        case .list(let names):
            schema.task == .multiLabel
                ? schema.label(named: names) : names.count == 1 ? schema.label(named: names[0]) : nil
        }
    }
}
