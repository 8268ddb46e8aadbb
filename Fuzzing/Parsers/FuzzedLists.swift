import Datasets
import Foundation

/// Data sets whose description is fuzzed; the same bytes are read as each kind of list and of annotation.
enum FuzzedLists {
    private static let table = "list_attr_celeba.txt"

    /// What describes a data set, relative to its folder, and the images that lie there.
    private static let descriptions: [(file: String, images: [String])] = {
        let partitioned = ["list_eval_partition.txt", "list_eval_partition.csv"]
        let celeba = [table, "list_attr_celeba.csv", "train_attr_list.txt"] + partitioned
        let metadata = ["metadata.csv", "metadata.jsonl"]
        let numbers = (1...3).map { "00000\($0).jpg" }
        func images(_ folders: String...) -> [String] {
            folders.flatMap { folder in numbers.map { folder + $0 } }
        }
        return celeba.map { ($0, images("img_align_celeba/")) }
            + metadata.map { ($0, images("", "train/Happy/", "test/")) } + [
                ("Manually_Annotated_file_lists/training.csv", images("Manually_Annotated_Images/1/")),
                ("train_set/annotations/1_exp.npy", ["train_set/images/1.jpg"]),
                ("train/train.csv", ["mask1", "normal"].map { "train/images/1_male_Asian_20/\($0).jpg" }),
            ]
    }()

    /// A data set for each description.
    private static let sets: [(root: URL, description: URL)] = descriptions.enumerated().map { number, set in
        let root = FuzzingFolder.url.appending(path: "set-\(number)")
        for image in set.images { FuzzingFolder.write(Data(), to: root.appending(path: image)) }
        if set.file.hasPrefix("list_eval_partition") {
            let rows = (1...3).map { "00000\($0).jpg 1 -1\n" }.joined()
            FuzzingFolder.write(Data("3\nMale Young\n\(rows)".utf8), to: root.appending(path: table))
        }
        return (root, root.appending(path: set.file))
    }

    static func prepare() { _ = sets }

    static func read(_ bytes: Data) {
        for (root, description) in sets {
            FuzzingFolder.write(bytes, to: description)
            expectClearError {
                let dataset = try Dataset.open(root, skipBad: true)
                for problem in dataset.problems { expectPlainLine(problem.description) }
            }
            if description.lastPathComponent == table {
                expectClearError { _ = try Dataset.open(root, attributes: ["Male"]) }
            }
        }
    }
}
