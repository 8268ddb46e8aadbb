import Datasets
import Foundation

/// Data sets whose description is fuzzed; the same bytes are read as each kind of list.
enum FuzzedLists {
    private static let table = "list_attr_celeba.txt"

    /// A data set for each kind, with the list that is fuzzed.
    private static let lists: [URL] = {
        let root = FuzzingFolder.url
        let partitioned = ["list_eval_partition.txt", "list_eval_partition.csv"]
        let celeba = [table, "list_attr_celeba.csv", "train_attr_list.txt"] + partitioned
        let metadata = ["metadata.csv", "metadata.jsonl"]
        return (celeba + metadata).map { name in
            let folder = root.appending(path: "set-of-\(name)")
            let images = metadata.contains(name) ? ["", "train/Happy", "test"] : ["img_align_celeba"]
            for path in images {
                for index in 1...3 {
                    FuzzingFolder.write(Data(), to: folder.appending(path: "\(path)/00000\(index).jpg"))
                }
            }
            if partitioned.contains(name) {
                let rows = (1...3).map { "00000\($0).jpg 1 -1\n" }.joined()
                FuzzingFolder.write(Data("3\nMale Young\n\(rows)".utf8), to: folder.appending(path: table))
            }
            return folder.appending(path: name)
        }
    }()

    static func prepare() { _ = lists }

    static func read(_ bytes: Data) {
        for list in lists {
            FuzzingFolder.write(bytes, to: list)
            let folder = list.deletingLastPathComponent()
            expectClearError {
                let dataset = try Dataset.open(folder, skipBad: true)
                for problem in dataset.problems { expectPlainLine(problem.description) }
            }
            if list.lastPathComponent == table {
                expectClearError { _ = try Dataset.open(folder, attributes: ["Male"]) }
            }
        }
    }
}
