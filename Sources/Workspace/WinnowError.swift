/// A failure that comes from the outside world: a bad file, recipe, argument or disk.
///
/// The message is a line that says what is wrong, where (file, line or key), and what to do about it.
/// The kind decides the exit code.
public struct WinnowError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong; the raw value is the exit code of the command line.
    public enum Kind: Int32, Sendable {
        /// The command line asks for something that does not exist or contradicts itself.
        case usage = 64
        /// A file is there but holds something else than it should.
        case badData = 65
        /// A file or folder that is needed is not there.
        case missingInput = 66
        /// A defect of Winnow's own.
        case bug = 70
        /// The output exists, or cannot be made.
        case cannotCreate = 73
        /// Reading or writing failed: a full disk, a device error.
        case ioFailed = 74
        /// A recipe has an unknown key, a wrong type or an impossible value.
        case badRecipe = 78
    }

    public let kind: Kind
    /// On a single line: text from a file that it gives must not break lines or steer the terminal.
    public let message: String

    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message.singleLine
    }

    public var description: String { message }
}
