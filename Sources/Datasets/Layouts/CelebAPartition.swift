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
        list.forEachLine { line, fields in
            let name = list.text(fields[0])
            func refuse(_ reason: String) {
                problems.append(Problem(file: list.name, line: line, reason: reason))
                splits[name] = .some(nil)
            }
            if problems.isEmpty, splits.isEmpty, !FolderListing.isImageName(name), fields.count == 2,
                list.integer(fields[1]) == nil
            {
                return  // The header.
            }
            guard fields.count == 2 else {
                return refuse("\(fields.count) fields, where there should be a file name and 0, 1 or 2")
            }
            guard let number = list.integer(fields[1]), Split.allCases.indices.contains(number) else {
                return refuse(
                    "the split of \(name) is “\(list.text(fields[1]))”; it takes 0 (train), 1 (validation) or 2 (test)")
            }
            let split = Split.allCases[number]
            if let earlier = splits[name], earlier != split {
                return refuse("\(name) is in two splits")
            }
            splits[name] = split
        }
    }

    /// The split of an image; nil where the list's line for it is malformed.
    func split(of name: String) -> Result<Split?, Missing> {
        splits[name].map(Result.success) ?? .failure(Missing(list: list))
    }
}
