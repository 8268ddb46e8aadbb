import Foundation
import Workspace

/// What has been read of a CelebA set so far.
struct CelebAReading {
    let root: URL
    let images: CelebAImages
    private var schema = LabelSchema(task: .multiLabel, names: [])
    private var examples: [Split: [Example]] = [:]
    private var listed: Set<String> = []
    private var problems: [Problem] = []
    private var notes: [String] = []

    init(root: URL, images: CelebAImages) {
        self.root = root
        self.images = images
    }

    /// Reads `list_attr_celeba.txt` or `.csv` and the split, where there is one.
    ///
    /// - Parameters:
    ///   - path: the table, relative to the set's folder.
    ///   - partition: the split's list, relative to the set's folder.
    mutating func readTable(_ path: String, partition: String?, attributes: [String]?) throws {
        let table = try list(path)
        let header = try CelebAHeader(of: table)
        let selection = try select(attributes, from: header.names, in: path)
        schema = LabelSchema(task: .multiLabel, names: selection.names)
        let splits = try partition.map { try CelebAPartition(list($0)) }
        problems += splits?.problems ?? []
        if splits == nil { notes.append("list_eval_partition is missing: the set " + SeededSplit.explanation) }
        let rows = readRows(of: table, header: header, selection: selection) { name in
            guard let splits else { return .success(SeededSplit.split(of: name)) }
            return splits.split(of: name)
        }
        if let count = header.statedCount, count.value != rows {
            problems.append(
                Problem(
                    file: path, line: count.line,
                    reason: "says that \(count.value) images follow, but there are \(rows) lines; is the list whole?"))
        }
        noteUnlisted()
    }

    /// Reads the challenge's lists, one a split, of the standard attributes in their order, without a header.
    mutating func readChallenge(_ lists: [(Split, String)], attributes: [String]?) throws {
        for (split, path) in lists {
            let table = try list(path)
            let header = CelebAHeader(names: CelebAHeader.standardNames)
            let selection = try select(attributes, from: header.names, in: path)
            schema = LabelSchema(task: .multiLabel, names: selection.names)
            _ = readRows(of: table, header: header, selection: selection) { _ in .success(split) }
        }
        let missing = Split.allCases.filter { split in !lists.contains { $0.0 == split } }
        if !missing.isEmpty {
            notes.append("there is no list for \(missing.map(\.rawValue).joined(separator: " and "))")
        }
        noteUnlisted()
    }

    func dataset() -> Dataset {
        Dataset(root: root, layout: LayoutName.celeba.rawValue, schema: schema, examples: examples, problems: problems, notes: notes)
    }

    /// Reads the lines behind the header; returns how many there are, the bad ones among them.
    private mutating func readRows(
        of table: ListFile, header: CelebAHeader, selection: AttributeSelection,
        split: (String) -> Result<Split?, CelebAPartition.Missing>
    ) -> Int {
        var rows = 0
        table.forEachLine { line, fields in
            guard line > header.lastLine else { return }
            rows += 1
            let name = table.text(fields[0])
            func refuse(_ reason: String) { problems.append(Problem(file: table.name, line: line, reason: reason)) }
            guard fields.count == header.names.count + 1 else {
                return refuse(
                    "\(fields.count - 1) values for \(name), where there are \(header.names.count) attributes")
            }
            var bits: [UInt8] = []
            bits.reserveCapacity(selection.columns.count)
            for (column, field) in fields.dropFirst().enumerated() {
                guard let value = table.integer(field), (-1...1).contains(value) else {
                    return refuse(
                        "\(header.names[column]) of \(name) is “\(table.text(field))”; it takes 1, -1 or 0")
                }
            }
            for column in selection.columns { bits.append(table.integer(fields[column + 1]) == 1 ? 1 : 0) }
            guard listed.insert(name).inserted else { return refuse("\(name) is listed twice") }
            guard images.files.contains(name) else { return refuse("image \(name) is not in \(images.name)") }
            switch split(name) {
            case .success(let split):
                guard let split else { return }
                examples[split, default: []].append(Example(folder: images.path, name: name, label: .bits(bits)))
            case .failure(let missing):
                refuse("\(name) has no line in \(missing.list)")
            }
        }
        return rows
    }

    private mutating func select(
        _ attributes: [String]?, from available: [String], in path: String
    ) throws -> AttributeSelection {
        if let attributes { return try AttributeSelection(attributes, from: available, source: path) }
        let usual = CelebALayout.defaultAttributes
        if Set(usual).isSubset(of: available) { return try AttributeSelection(usual, from: available, source: path) }
        notes.append("\(path) lacks some of \(usual.joined(separator: ", ")): all that it has are used")
        return try AttributeSelection(available, from: available, source: path)
    }

    private mutating func noteUnlisted() {
        let unlisted = images.files.filter { FolderListing.isImageName($0) && !listed.contains($0) }.count
        if unlisted > 0 { notes.append("\(unlisted) images in \(images.name) are in no list and are not used") }
    }

    private func list(_ path: String) throws -> ListFile {
        try ListFile(root.appending(path: path, directoryHint: .notDirectory), name: path)
    }
}
