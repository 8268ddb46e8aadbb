import Foundation

/// One image of a data set, and its label.
public struct Example: Sendable, Hashable {
    // The folder's string is shared by all of a data set's examples, and most names fit into a string's own 15 bytes: two
    // hundred thousand examples cost no allocation each, as two hundred thousand `URL`s would.
    private let folder: String
    private let name: String
    public let label: Label
    /// Who is shown, where several images of the set show the same person: splits and folds keep a group on one side.
    /// Nil where the set does not say.
    public let group: String?

    /// The image file.
    public var file: URL { URL(filePath: path, directoryHint: .notDirectory) }

    /// The image file's path.
    public var path: String { folder + "/" + name }

    /// - Parameters:
    ///   - file: a JPEG or PNG image.
    ///   - label: its label, in terms of the data set's schema.
    ///   - group: who is shown, where several images show the same person.
    public init(file: URL, label: Label, group: String? = nil) {
        self.init(
            folder: file.deletingLastPathComponent().path, name: file.lastPathComponent, label: label,
            group: group)
    }

    init(folder: String, name: String, label: Label, group: String? = nil) {
        self.folder = folder
        self.name = name
        self.label = label
        self.group = group
    }
}
