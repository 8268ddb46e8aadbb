/// Which image is in which split: `list_eval_partition.txt` or `.csv`, with 0 for train, 1 for validation and 2 for test.
struct CelebAPartition {
    /// That an image has no line in the list.
    struct Missing: Error {
        let list: String
    }

    private let list: String
    /// Nil where the image's line is malformed, which is a problem of its own.
    private var splits: [String: Split?] = [:]
    private(set) var problems: [Problem] = []

    init(_ list: ListFile) {
        self.list = list.name
        for (position, line) in list.lines.enumerated() {
            let fields = line.fields
            let name = list.text(fields[0])
            let number = fields.count == 2 ? list.integer(fields[1]) : nil
            let isHeader = position == 0 && number == nil && !FolderListing.isImageName(name)
            if isHeader { continue }
            var problem: String?
            if fields.count != 2 {
                problem = "\(fields.count) fields, where there should be a file name and 0, 1 or 2"
            } else if number.map(Split.allCases.indices.contains) != true {
                problem =
                    "the split of \(name) is “\(list.text(fields[1]))”; it takes 0 (train), 1 (validation) or 2 (test)"
            } else if let earlier = splits[name], earlier != number.map({ Split.allCases[$0] }) {
                problem = "\(name) is in two splits"
            }
            if let problem {
                problems.append(Problem(file: list.name, line: line.number, reason: problem))
                splits[name] = .some(nil)
            } else {
                splits[name] = number.map { Split.allCases[$0] }
            }
        }
    }

    /// The split of an image; nil where the list's line for it is malformed.
    func split(of name: String) -> Result<Split?, Missing> {
        splits[name].map(Result.success) ?? .failure(Missing(list: list))
    }
}
