/// A weight file that cannot be read or written: one line that says which file, what is wrong and how to mend it.
public struct WeightsError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What stands in the way.
    public enum Kind: Sendable {
        /// The file is there, but holds something else than it should.
        case content
        /// There is no such file, or it may not be opened.
        case access
    }

    /// Whether the content is at fault, or the file could not be read.
    public let kind: Kind
    /// The path or name of the file.
    public let file: String
    /// What is wrong with it, and the repair where there is one.
    public let reason: String

    /// - Parameters:
    ///   - kind: whether the content is at fault, or the file could not be read.
    ///   - file: its path or name.
    ///   - reason: what is wrong with it, and the repair where there is one.
    public init(_ kind: Kind = .content, file: String, reason: String) {
        self.kind = kind
        self.file = file
        self.reason = reason
    }

    public var description: String { "\(file): \(reason)" }
}

/// A name that came from a file, fit for a one-line message: in quotes, control characters escaped, cut at 80 characters.
func quoted(_ name: String) -> String {
    let limit = 80
    var text = name.unicodeScalars.prefix(limit).map { $0.escaped(asASCII: $0.steersTerminals) }.joined()
    if name.unicodeScalars.dropFirst(limit).first != nil { text += "…" }
    return "\"\(text)\""
}

extension Unicode.Scalar {
    /// Whether it may move the cursor, break the line or turn the direction of writing. Swift's own escapes leave the control
    /// characters above U+007F, among them one that begins a terminal's commands.
    fileprivate var steersTerminals: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}
