import Foundation
import Workspace

/// How a data set's files lie on the disk.
public enum LayoutName: String, Sendable, Codable, CaseIterable {
    /// Look at the files and find out.
    case auto
    /// CelebA, as its authors and several mirrors ship it.
    case celeba
    /// A folder for each split and in it one for each label, or a `metadata.csv` or `metadata.jsonl`.
    case folder

    /// The layout itself, where this is `.auto`.
    func resolved(in root: URL, _ listing: FolderListing) throws -> LayoutName {
        guard self == .auto else { return self }
        if CelebALayout.isRecognized(in: root) { return .celeba }
        if CelebALayout.hasImagesOnly(in: root, listing) {
            throw WinnowError(
                .missingInput,
                "\(root.path): has CelebA's images but no list_attr_celeba.txt or .csv; put CelebA's list there, or give --layout"
                    + " folder if the images are not CelebA's")
        }
        if try FolderLayout.isRecognized(in: root, listing) { return .folder }
        throw WinnowError(
            .badData,
            "\(root.path): no known layout. CelebA has a list_attr_celeba.txt; a plain folder has train/LABEL/*.jpg, or a "
                + "metadata.csv or metadata.jsonl with file_name. Is it the right folder?")
    }
}
