import Foundation
import Workspace

/// The images of a single-label set as they are found, before their labels have numbers.
struct LabelledFiles {
    let root: URL
    var problems: [Problem] = []
    var notes: [String] = []
    private let layout: LayoutName
    private let names: [String]?
    private var files: [(path: String, label: String, split: Split?)] = []

    /// - Parameter names: the labels in their order; without them, those that come up are put in order.
    init(root: URL, layout: LayoutName = .folder, names: [String]? = nil) {
        self.root = root
        self.layout = layout
        self.names = names
    }

    /// - Parameters:
    ///   - path: relative to the set's folder.
    ///   - split: nil where nothing says.
    mutating func append(path: String, label: String, split: Split?) {
        files.append((path, label, split))
    }

    /// The set, with labels numbered in order and images without a split given one.
    ///
    /// - Precondition: each label is one of the given names, where there are any.
    /// - Throws: `WinnowError` of kind `.badData` where there is no image at all.
    func dataset() throws -> Dataset {
        guard !files.isEmpty || !problems.isEmpty else {
            throw WinnowError(.badData, "\(root.path): no images; put them into train/LABEL/*.jpg")
        }
        let names = names ?? Self.ordered(Set(files.map(\.label)))
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        // A set that has nothing but train has no split either.
        let isUnsplit = !files.contains { $0.split == .validation || $0.split == .test }
        var examples: [Split: [Example]] = [:]
        for file in files {
            let split =
                isUnsplit ? SeededSplit.split(of: file.path) : file.split ?? SeededSplit.split(of: file.path)
            let folder = file.path.lastIndex(of: "/").map { root.path + "/" + file.path[..<$0] } ?? root.path
            let name =
                file.path.lastIndex(of: "/").map { String(file.path[file.path.index(after: $0)...]) }
                ?? file.path
            examples[split, default: []].append(
                Example(folder: folder, name: name, label: .index(numbers[file.label] ?? 0)))
        }
        return Dataset(
            root: root, layout: layout.rawValue,
            schema: LabelSchema(task: .singleLabel, names: names),
            examples: examples, problems: problems, notes: notes + splitNotes(isUnsplit: isUnsplit, examples))
    }

    private func splitNotes(isUnsplit: Bool, _ examples: [Split: [Example]]) -> [String] {
        var notes: [String] = []
        if isUnsplit {
            notes.append(
                "neither validation nor test images are set apart: the set " + SeededSplit.explanation())
        } else if files.contains(where: { $0.split == nil }) {
            notes.append("images without a split: that part of the set " + SeededSplit.explanation())
        }
        for split in Split.allCases where examples[split] == nil {
            notes.append("there are no \(split.rawValue) images")
        }
        return notes
    }

    /// By number where all are whole numbers, otherwise by name.
    static func ordered(_ names: Set<String>) -> [String] {
        let numbers = names.compactMap { Int($0) }
        return numbers.count == names.count
            ? names.sorted { (Int($0) ?? 0, $0) < (Int($1) ?? 0, $1) } : names.sorted()
    }
}
