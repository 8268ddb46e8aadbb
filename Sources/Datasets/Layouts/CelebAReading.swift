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
        if splits == nil {
            notes.append("list_eval_partition is missing: the set " + SeededSplit.explanation())
        }
        let rows = readRows(of: table, header: header, selection: selection) { name in
            guard let splits else { return .success(SeededSplit.split(of: name)) }
            return splits.split(of: name)
        }
        if let count = header.statedCount, count.value != rows {
            problems.append(
                Problem(
                    file: path, line: count.line,
                    reason:
                        "says that \(count.value) images follow, but there are \(rows) lines; is the list whole?"
                ))
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

    func dataset(_ layout: LayoutName) -> Dataset {
        Dataset(
            root: root, layout: layout.rawValue, schema: schema, examples: examples,
            problems: problems, notes: notes)
    }

    /// Reads the lines behind the header; returns how many there are, the bad ones among them.
    private mutating func readRows(
        of table: ListFile, header: CelebAHeader, selection: AttributeSelection,
        split: (String) -> Result<Split?, CelebAPartition.Missing>
    ) -> Int {
        var rows = 0
        for line in table.lines where line.number > header.lastLine {
            rows += 1
            let name = table.text(line.fields[0])
            let reason: String
            switch bits(of: line, in: table, header: header, selection: selection) {
            case .failure(let malformed):
                reason = malformed.reason
            case .success(let bits):
                if !listed.insert(name).inserted {
                    reason = "\(name) is listed twice"
                } else if !images.files.contains(name) {
                    reason = "image \(name) is not in \(images.name)"
                } else {
                    switch split(name) {
                    case .success(let split):
                        // No split: its line there is malformed, and a problem already.
                        guard let split else { continue }
                        examples[split, default: []].append(
                            Example(folder: images.path, name: name, label: .bits(bits)))
                        continue
                    case .failure(let missing):
                        reason = "\(name) has no line in \(missing.list)"
                    }
                }
            }
            problems.append(Problem(file: table.name, line: line.number, reason: reason))
        }
        return rows
    }

    private struct Malformed: Error {
        let reason: String
    }

    /// The selected attributes of one line; all of its values are checked.
    private func bits(
        of line: ListFile.Line, in table: ListFile, header: CelebAHeader, selection: AttributeSelection
    ) -> Result<[UInt8], Malformed> {
        let name = line.fields[0]
        let values = line.fields.dropFirst()
        guard values.count == header.names.count else {
            return .failure(
                Malformed(
                    reason:
                        "\(values.count) values for \(table.text(name)), where there are \(header.names.count) attributes"
                ))
        }
        for (column, value) in values.enumerated() where table.integer(value).map((-1...1).contains) != true {
            return .failure(
                Malformed(
                    reason:
                        "\(header.names[column]) of \(table.text(name)) is “\(table.text(value))”; it takes 1, -1 or 0"
                ))
        }
        return .success(selection.columns.map { table.integer(line.fields[$0 + 1]) == 1 ? 1 : 0 })
    }

    private mutating func select(
        _ attributes: [String]?, from available: [String], in path: String
    ) throws -> AttributeSelection {
        if let attributes { return try AttributeSelection(attributes, from: available, source: path) }
        let usual = CelebALayout.defaultAttributes
        if Set(usual).isSubset(of: available) {
            return try AttributeSelection(usual, from: available, source: path)
        }
        notes.append("\(path) lacks some of \(usual.joined(separator: ", ")): all that it has are used")
        return try AttributeSelection(available, from: available, source: path)
    }

    private mutating func noteUnlisted() {
        let unlisted = images.files.filter { FolderListing.isImageName($0) && !listed.contains($0) }.count
        if unlisted > 0 {
            notes.append(
                "\(PlainNumber.count(unlisted, "image")) in \(images.name) \(unlisted == 1 ? "is in no list and is" : "are in no list and are") not used"
            )
        }
    }

    private func list(_ path: String) throws -> ListFile {
        try ListFile(root.appending(path: path, directoryHint: .notDirectory), name: path)
    }
}
