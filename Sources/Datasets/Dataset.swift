import Foundation
import Workspace

/// A labelled image set as it lies on the disk; it is read in place and never changed.
public struct Dataset: Sendable {
    /// The folder that was opened.
    public let root: URL
    /// What the layout is called, such as `celeba`.
    public let layout: String
    public let schema: LabelSchema
    /// Every usable image, in the order of the data set's lists; each split is there, though it may be empty.
    public let examples: [Split: [Example]]
    /// What was left out, and why; empty unless the set was opened with `skipBad`.
    public let problems: [Problem]
    /// What a person should know of how the set was read, such as a split that was made up.
    public let notes: [String]

    public init(
        root: URL, layout: String, schema: LabelSchema, examples: [Split: [Example]],
        problems: [Problem] = [],
        notes: [String] = []
    ) {
        self.root = root
        self.layout = layout
        self.schema = schema
        self.examples = Dictionary(uniqueKeysWithValues: Split.allCases.map { ($0, examples[$0] ?? []) })
        self.problems = problems
        self.notes = notes
    }

    /// The images of one split; empty where the set has none.
    public func examples(in split: Split) -> [Example] { examples[split] ?? [] }

    /// Opens a data set: reads its lists and makes sure that every image they name is there. No image is decoded.
    ///
    /// - Parameters:
    ///   - layout: how the files lie, or `.auto` to find out.
    ///   - attributes: which labels of a multi-label set, or heads of a multi-head one, to use, in this order; `["all"]` takes all. Nil
    ///     takes the layout's default (CelebA: Black_Hair, Blond_Hair, Brown_Hair, Male, Young; UTKFace: age, gender, race).
    ///   - skipBad: whether malformed lines and missing images are left out and listed in `problems`; otherwise the first
    ///     is thrown.
    /// - Throws: `WinnowError` of kind `.missingInput` where the folder is not there, `.badData` where its contents are not
    ///   as the layout says (with file and line), `.usage` where an attribute is unknown.
    public static func open(
        _ root: URL, layout: LayoutName = .auto, attributes: [String]? = nil, skipBad: Bool = false
    ) throws -> Dataset {
        let root = root.standardizedFileURL
        let listing = try FolderListing(of: root)
        let dataset =
            switch try layout.resolved(in: root, listing) {
            case .celeba, .auto: try CelebALayout.open(root, attributes: attributes)
            case .celebaChallenge: try CelebALayout.openChallenge(root, attributes: attributes)
            case .affectNet: try AffectNetLayout.open(root, attributes: attributes)
            case .affectNetCompact: try AffectNetCompactLayout.open(root, attributes: attributes)
            case .affectNetFolders: try AffectNetFolders.open(root, listing, attributes: attributes)
            case .utkFace: try UTKFaceLayout.open(root, attributes: attributes)
            case .utkFaceBands: try UTKFaceLayout.openBands(root, attributes: attributes)
            case .maskFaces: try MaskFacesLayout.open(root, attributes: attributes)
            case .folder: try FolderLayout.open(root, listing, attributes: attributes)
            }
        if !skipBad { try dataset.refuseProblems() }
        return dataset
    }

    /// Throws the first problem, if there is one.
    func refuseProblems() throws {
        guard let first = problems.first else { return }
        let others = problems.count - 1
        let rest = others > 0 ? " (and \(others) more such problem\(others == 1 ? "" : "s"))" : ""
        let asks = rest.isEmpty && first.reason.hasSuffix("?")
        throw WinnowError(
            .badData,
            "\(root.path)/\(first)\(rest)\(asks ? " Mend" : "; mend") \(others > 0 ? "them" : "it"), or leave out what is bad with --skip-bad"
        )
    }
}
