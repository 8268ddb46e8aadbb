import Foundation
import Workspace

/// CelebA (Liu et al., "Deep learning face attributes in the wild", ICCV 2015), in the forms in which it goes round: its authors'
/// text lists, a mirror's CSV lists, and a challenge's list for each split.
enum CelebALayout {
    /// The attributes that are used where none are named, as in StarGAN's paper.
    static let defaultAttributes = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]

    private static let tableNames = ["list_attr_celeba.txt", "list_attr_celeba.csv"]
    private static let partitionNames = ["list_eval_partition.txt", "list_eval_partition.csv"]
    private static let challengeNames: [(Split, String)] = [
        (.train, "train_attr_list.txt"), (.validation, "val_attr_list.txt"), (.test, "test_attr_list.txt"),
    ]
    private static let listFolders = ["", "Anno", "Eval", "anno", "eval"]
    private static let imageFolders = [
        "img_align_celeba", "img_align_celeba/img_align_celeba", "Img/img_align_celeba", "images", "Img", "",
    ]

    /// Which of the two layouts is there; where both lists are, the table, which says more.
    static func recognized(in root: URL) -> LayoutName? {
        if find(tableNames, in: root) != nil { return .celeba }
        return find(challengeNames.map(\.1), in: root) != nil ? .celebaChallenge : nil
    }

    /// Whether CelebA's folder of images is there, and nothing that says what they show.
    static func hasImagesOnly(in root: URL, _ listing: FolderListing) -> Bool {
        recognized(in: root) == nil && listing.folders.contains("img_align_celeba")
            && FolderMetadata.files(in: root, listing).isEmpty
    }

    /// Reads the authors' table and split.
    static func open(_ root: URL, attributes: [String]?) throws -> Dataset {
        guard let table = find(tableNames, in: root) else {
            throw WinnowError(
                .missingInput,
                "\(root.path): no list_attr_celeba.txt or .csv; put CelebA's list there\(recognized(in: root) == nil ? "" : ", or give --layout celeba-challenge")"
            )
        }
        var reading = CelebAReading(root: root, images: try imageFolder(in: root))
        try reading.readTable(table, partition: find(partitionNames, in: root), attributes: attributes)
        return reading.dataset(.celeba)
    }

    /// Reads the challenge's lists.
    static func openChallenge(_ root: URL, attributes: [String]?) throws -> Dataset {
        let lists = challengeNames.compactMap { split, name in find([name], in: root).map { (split, $0) } }
        guard !lists.isEmpty else {
            throw WinnowError(
                .missingInput,
                "\(root.path): no train_attr_list.txt, val_attr_list.txt or test_attr_list.txt; put the challenge's lists there"
            )
        }
        var reading = CelebAReading(root: root, images: try imageFolder(in: root))
        try reading.readChallenge(lists, attributes: attributes)
        return reading.dataset(.celebaChallenge)
    }

    /// The first of the named lists that is there, as a path relative to `root`.
    private static func find(_ names: [String], in root: URL) -> String? {
        for name in names {
            for folder in listFolders {
                let path = folder.isEmpty ? name : folder + "/" + name
                if FileManager.default.fileExists(atPath: root.path + "/" + path) { return path }
            }
        }
        return nil
    }

    /// The first of the known folders that has images right in it.
    private static func imageFolder(in root: URL) throws -> CelebAImages {
        for name in imageFolders {
            let path = name.isEmpty ? root.path : root.path + "/" + name
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
            else { continue }
            let files = try FolderListing(of: URL(filePath: path, directoryHint: .isDirectory)).files
            if files.contains(where: FolderListing.isImageName) {
                return CelebAImages(path: path, name: name.isEmpty ? "the folder" : name, files: files)
            }
        }
        throw WinnowError(
            .missingInput,
            "\(root.path): no images; put CelebA's into \(root.path)/img_align_celeba/000001.jpg and so on")
    }
}

/// The folder that CelebA's images lie in.
struct CelebAImages {
    /// The whole path.
    let path: String
    /// The path within the data set, for messages.
    let name: String
    let files: Set<String>
}
