import Foundation
import Imaging
import Workspace

/// AffectNet's smaller form: `{train_set,val_set}/images/ID.jpg`, each with `annotations/ID_exp.npy`, a single number or text.
/// Other annotations (arousal, landmarks, valence) are of no use here.
enum AffectNetCompactLayout {
    private static let folders: [(split: Split, name: String)] = [
        (.train, "train_set"), (.validation, "val_set"),
    ]
    private static let suffix = "_exp.npy"
    /// An annotation has some hundred bytes.
    private static let sizeLimit = 1 << 16

    private static func present(in root: URL) -> [(split: Split, name: String)] {
        folders.filter { FileManager.default.fileExists(atPath: "\(root.path)/\($0.name)/annotations") }
    }

    static func isRecognized(in root: URL) -> Bool { !present(in: root).isEmpty }

    static func open(_ root: URL, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let present = present(in: root)
        guard !present.isEmpty else {
            throw WinnowError(
                .missingInput,
                "\(root.path): no train_set/annotations; put AffectNet's train_set and val_set there")
        }
        var builder = DatasetBuilder(root: root)
        var expressions = AffectNetExpressions()
        for (split, name) in present { try read(name, split, into: &builder, &expressions) }
        if let note = expressions.note { builder.note(note) }
        return builder.dataset(.affectNetCompact, schema: AffectNetExpressions.schema)
    }

    private static func read(
        _ folder: String, _ split: Split, into builder: inout DatasetBuilder,
        _ expressions: inout AffectNetExpressions
    ) throws {
        let images = try FolderListing(of: builder.root.appending(path: folder + "/images")).images
        let annotations = try FolderListing(of: builder.root.appending(path: folder + "/annotations")).files
        var unseen = annotations.filter { $0.hasSuffix(suffix) }
        for image in images.map(NumberedName.init).sorted() {
            let annotation = image.stem + suffix
            guard unseen.remove(annotation) != nil else {
                let reason =
                    annotations.contains(annotation)
                    ? "another image has the same number" : "has no annotations/\(annotation)"
                builder.refuse("\(folder)/images/\(image.name)", reason)
                continue
            }
            let path = "\(folder)/annotations/\(annotation)"
            do {
                let text = try NumPyScalar(
                    FileContents.bytes(of: builder.root.appending(path: path), limit: sizeLimit)
                ).text
                switch expressions.meaning(of: text) {
                case .unknown: builder.refuse(path, AffectNetExpressions.refusal(of: text))
                case .leftOut: break
                case .label(let label):
                    builder.append(image.name, in: folder + "/images", label: label, split: split)
                }
            } catch {
                builder.refuse(path, error)
            }
        }
        for annotation in unseen.sorted() {
            builder.refuse(
                "\(folder)/annotations/\(annotation)",
                "there is no image \(annotation.dropLast(suffix.count)) in \(folder)/images")
        }
    }

    /// The name of a file, ordered by the number that it begins with.
    private struct NumberedName: Comparable {
        let name: String
        let stem: String
        private let number: Int

        init(_ name: String) {
            self.name = name
            stem = (name as NSString).deletingPathExtension
            number = Int(stem) ?? .max
        }

        static func < (a: NumberedName, b: NumberedName) -> Bool { (a.number, a.name) < (b.number, b.name) }
    }
}
