import Foundation
import Workspace

/// The two text files of CelebA: which attributes each image has, and which split it belongs to.
struct CelebALists {
    static let attributesName = "list_attr_celeba.txt"
    static let partitionName = "list_eval_partition.txt"

    /// The count, the names with CelebA's trailing space, then a line an image with −1 or 1 for each attribute.
    let attributes: String
    /// A line an image with 0 for train, 1 for validation, 2 for test.
    let partition: String

    init(images: [FacesDataset.PlannedImage], samplers: [Split: FaceSampler]) {
        var attributes = "\(images.count)\n\(FaceAttributes.names.joined(separator: " ")) \n"
        var partition = ""
        for image in images {
            guard let face = samplers[image.split]?.face(split: image.split, index: image.index) else {
                continue
            }
            let name = (image.path as NSString).lastPathComponent
            attributes += name
            for value in face.recorded.values { attributes += value ? "  1" : " -1" }
            attributes += "\n"
            partition += "\(name) \(CelebALists.code(of: image.split))\n"
        }
        (self.attributes, self.partition) = (attributes, partition)
    }

    func write(to folder: URL) throws {
        try AtomicFile.write(
            Data(partition.utf8), to: folder.appendingPathComponent(CelebALists.partitionName))
        try AtomicFile.write(
            Data(attributes.utf8), to: folder.appendingPathComponent(CelebALists.attributesName))
    }

    private static func code(of split: Split) -> Int {
        switch split {
        case .train: 0
        case .validation: 1
        case .test: 2
        }
    }
}
