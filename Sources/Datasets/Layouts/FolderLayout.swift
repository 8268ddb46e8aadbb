import Foundation
import Workspace

/// Images sorted into folders by split and label, or described by a `metadata` file.
///
/// `{train,val,test}/LABEL/*.{jpg,jpeg,png}`, or `LABEL/*` alone, which is then split by a seeded hash. Every image has one
/// label; labels are in the order of their names, or of their numbers where all of them are numbers.
enum FolderLayout {
    private static let splitNames: [String: Split] = [
        "train": .train, "training": .train, "val": .validation, "valid": .validation,
        "validation": .validation,
        "dev": .validation, "test": .test, "testing": .test,
    ]

    /// The split that a folder or a column's value names.
    static func split(named name: String) -> Split? { splitNames[name.lowercased()] }

    static func isRecognized(in root: URL, _ listing: FolderListing) throws -> Bool {
        if !FolderMetadata.files(in: root, listing).isEmpty { return true }
        let splits = listing.folders.filter { split(named: $0) != nil }
        for folder in splits.isEmpty ? listing.folders : splits {
            let inner = try FolderListing(of: root.appending(path: folder))
            if splits.isEmpty ? !inner.images.isEmpty : !inner.folders.isEmpty { return true }
        }
        return false
    }

    static func open(_ root: URL, _ listing: FolderListing, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let metadata = FolderMetadata.files(in: root, listing)
        var found = LabelledFiles(root: root)
        if metadata.isEmpty {
            try readFolders(root, listing, into: &found)
        } else {
            for path in metadata { try FolderMetadata.read(path, into: &found) }
        }
        return try found.dataset()
    }

    private static func readFolders(_ root: URL, _ listing: FolderListing, into found: inout LabelledFiles)
        throws
    {
        try visit(root, listing) { split, label, images in
            for image in images {
                let path = (split.isEmpty ? "" : split + "/") + label + "/" + image
                found.append(path: path, label: label, split: Self.split(named: split))
            }
        }
    }

    /// The folders of the splits, in order; one without a name, the set's own, where there are none.
    static func splitFolders(in listing: FolderListing) -> [String] {
        let splits = listing.folders.filter { split(named: $0) != nil }.sorted()
        return splits.isEmpty ? [""] : splits
    }

    /// Calls back for the folder of each label in each split, with its images in order.
    static func visit(
        _ root: URL, _ listing: FolderListing,
        _ body: (_ split: String, _ label: String, _ images: [String]) throws -> Void
    ) throws {
        for split in splitFolders(in: listing) {
            let folder = split.isEmpty ? root : root.appending(path: split)
            for label in try FolderListing(of: folder).folders.sorted() {
                try body(split, label, FolderListing(of: folder.appending(path: label)).images)
            }
        }
    }
}
