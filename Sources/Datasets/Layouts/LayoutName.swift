import Foundation
import Workspace

/// How a data set's files lie on the disk.
public enum LayoutName: String, Sendable, Codable, CaseIterable {
    /// Look at the files and find out.
    case auto
    /// CelebA, as its authors and several mirrors ship it.
    case celeba
    /// CelebA as a challenge ships it: a list for each split.
    case celebaChallenge = "celeba-challenge"
    /// AffectNet, as its authors ship it: images in numbered folders, and lists of them.
    case affectNet = "affectnet"
    /// AffectNet in the smaller form: an image and a file of its expression for each number.
    case affectNetCompact = "affectnet-compact"
    /// AffectNet sorted into a folder for each split, and in it one for each expression's number.
    case affectNetFolders = "affectnet-folders"
    /// UTKFace: age, gender and race in each file's name.
    case utkFace = "utkface"
    /// UTKFace's files with one label an image: race, gender and age band together. It has to be asked for.
    case utkFaceBands = "utkface-bands"
    /// Seven pictures a person, with and without a mask.
    case maskFaces = "maskfaces"
    /// A folder for each split and in it one for each label, or a `metadata.csv` or `metadata.jsonl`.
    case folder

    /// The layout itself, where this is `.auto`.
    func resolved(in root: URL, _ listing: FolderListing) throws -> LayoutName {
        guard self == .auto else { return self }
        if let known = CelebALayout.recognized(in: root) { return known }
        if AffectNetLayout.isRecognized(in: root) { return .affectNet }
        if AffectNetCompactLayout.isRecognized(in: root) { return .affectNetCompact }
        if MaskFacesLayout.isRecognized(in: root) { return .maskFaces }
        if CelebALayout.hasImagesOnly(in: root, listing) {
            throw WinnowError(
                .missingInput,
                "\(root.path): has CelebA's images but no list_attr_celeba.txt or .csv; put CelebA's list there, or give --layout"
                    + " folder if the images are not CelebA's")
        }
        if FolderMetadata.files(in: root, listing).isEmpty {
            if UTKFaceLayout.isRecognized(in: root) { return .utkFace }
            if try AffectNetFolders.isRecognized(in: root, listing) { return .affectNetFolders }
        }
        if try FolderLayout.isRecognized(in: root, listing) { return .folder }
        throw WinnowError(
            .badData,
            "\(root.path): no known layout. CelebA has a list_attr_celeba.txt, AffectNet a Manually_Annotated_file_lists or a"
                + " train_set, UTKFace names such as 26_1_2_20170116184024662.jpg.chip.jpg, the mask faces a train/train.csv; a"
                + " plain folder has train/LABEL/*.jpg, or a metadata.csv or metadata.jsonl with file_name. Is it the right folder?"
        )
    }
}
