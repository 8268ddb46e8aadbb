import Foundation

/// What has been read of a data set so far: images with their labels, and what cannot be used.
struct DatasetBuilder {
    let root: URL
    private var examples: [Split: [Example]] = [:]
    private(set) var problems: [Problem] = []
    private(set) var notes: [String] = []

    init(root: URL) { self.root = root }

    /// - Parameters:
    ///   - folder: that the image lies in, relative to the set's folder, which it is where it is empty.
    ///   - group: who is shown, where several images show the same person.
    mutating func append(
        _ name: String, in folder: String, label: Label, split: Split, group: String? = nil
    ) {
        let place = folder.isEmpty ? root.path : root.path + "/" + folder
        examples[split, default: []].append(Example(folder: place, name: name, label: label, group: group))
    }

    mutating func refuse(_ file: String, line: Int? = nil, _ reason: String) {
        problems.append(Problem(file: file, line: line, reason: reason))
    }

    /// A file that could not be read.
    mutating func refuse(_ file: String, _ error: any Error) {
        refuse(file, Problem.reason(of: error, at: root.path + "/" + file))
    }

    mutating func note(_ text: String) { notes.append(text) }

    /// The set, with a note for each split that has no images.
    func dataset(_ layout: LayoutName, schema: LabelSchema) -> Dataset {
        let missing = Split.allCases.filter { examples[$0] == nil }
        return Dataset(
            root: root, layout: layout.rawValue, schema: schema, examples: examples, problems: problems,
            notes: notes + missing.map { "there are no \($0.rawValue) images" })
    }
}
