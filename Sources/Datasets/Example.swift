import Foundation

/// One image of a data set, and its label.
public struct Example: Sendable, Hashable {
    // The folder's string is shared by all of a data set's examples, and most names fit into a string's own 15 bytes: two
    // hundred thousand examples cost no allocation each, as two hundred thousand `URL`s would.
    private let folder: String
    private let name: String
    public let label: Label

    /// The image file.
    public var file: URL { URL(filePath: path, directoryHint: .notDirectory) }

    /// The image file's path.
    public var path: String { folder + "/" + name }

    /// - Parameters:
    ///   - file: a JPEG or PNG image.
    ///   - label: its label, in terms of the data set's schema.
    public init(file: URL, label: Label) {
        self.init(folder: file.deletingLastPathComponent().path, name: file.lastPathComponent, label: label)
    }

    init(folder: String, name: String, label: Label) {
        self.folder = folder
        self.name = name
        self.label = label
    }
}
