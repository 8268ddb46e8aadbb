import Workspace

/// Something in a data set that cannot be used.
public struct Problem: Sendable, Codable, Hashable, CustomStringConvertible {
    /// The file that is at fault, relative to the data set's folder.
    public let file: String
    /// The line at fault, counted from 1, where the file is a list.
    public let line: Int?
    /// What is wrong with it, on a single line.
    public let reason: String

    public init(file: String, line: Int? = nil, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason.singleLine
    }

    /// `file:line: reason`.
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + reason
    }
}
