import Foundation
import Workspace

/// The settings that a search for the best recipe tries: every combination of some keys' values.
public struct SearchGrid: Sendable {
    /// One value for each of the keys.
    public struct Combination: Sendable, Equatable {
        /// In the order in which the keys were given; a value is YAML, as `--set` takes it.
        public let settings: [Setting]
        /// The name of a folder for it, such as `learning_rate=0.1,model=resnet50`: different for different combinations, and the same
        /// whatever other values are tried.
        public let name: String
    }

    /// A key of a recipe and its value.
    public struct Setting: Sendable, Equatable, CustomStringConvertible {
        public let key: String
        public let value: String

        /// As `--set` takes it.
        public var description: String { "\(key)=\(value)" }
    }

    /// More trainings than this are a slip of the hand.
    private static let limit = 1000

    /// In the order in which they were given.
    public let keys: [String]
    /// The last key's values change fastest.
    public let combinations: [Combination]

    /// Reads what is to be varied.
    ///
    /// - Parameter texts: for each key its values, as in `training.learning_rate=0.1,0.05`; commas inside of brackets, braces and
    ///   quotes are a value's own.
    /// - Throws: `WinnowError` of kind `.usage` where a text is not of that form, a key or a value comes twice, or there are too many
    ///   combinations.
    public init(_ texts: [String]) throws {
        var axes: [[Setting]] = []
        for text in texts {
            let axis = try Self.axis(text)
            if axes.contains(where: { $0[0].key == axis[0].key }) {
                throw WinnowError(
                    .usage, "--vary \(text): \(axis[0].key) is varied twice; give all its values at once")
            }
            axes.append(axis)
        }
        var lists: [[Setting]] = [[]]
        for axis in axes {
            guard lists.count * axis.count <= Self.limit else {
                throw WinnowError(
                    .usage,
                    "--vary: the values have more than \(Self.limit) combinations, each of which is trained; give fewer"
                )
            }
            lists = lists.flatMap { list in axis.map { list + [$0] } }
        }
        keys = axes.map { $0[0].key }
        let shortKeys = Self.shortened(keys)
        combinations = lists.map { list in
            let parts = zip(shortKeys, list).map { "\(Self.escaped($0))=\(Self.escaped($1.value))" }
            return Combination(settings: list, name: Self.folderName(parts.joined(separator: ",")))
        }
    }

    /// One key and its values.
    private static func axis(_ text: String) throws -> [Setting] {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let values = parts.count == 2 ? values(String(parts[1])) : []
        guard !values.isEmpty, !parts[0].isEmpty, values.allSatisfy({ !$0.isEmpty }) else {
            throw WinnowError(
                .usage,
                "--vary \(text): give a key and its values, such as training.learning_rate=0.1,0.05")
        }
        if let twice = values.indices.first(where: { values[..<$0].contains(values[$0]) }) {
            throw WinnowError(.usage, "--vary \(text): \(values[twice]) is given twice; give it once")
        }
        return values.map { Setting(key: String(parts[0]), value: $0) }
    }

    /// The values between the commas that are outside of brackets, braces and quotes.
    private static func values(_ text: String) -> [String] {
        var values = [""]
        var depth = 0
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if "[{".contains(character) {
                depth += 1
            } else if "]}".contains(character) {
                depth -= 1
            } else if character == ",", depth == 0 {
                values.append("")
                continue
            }
            values[values.count - 1].append(character)
        }
        return values.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// Names of folders.
extension SearchGrid {
    /// A folder's name may have 255 bytes, and files beside it are named after it while they are written.
    private static let nameLimit = 200

    /// The keys without the sections they are in, but where two are then the same.
    private static func shortened(_ keys: [String]) -> [String] {
        let last = keys.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
        return zip(keys, last).map { key, name in last.count { $0 == name } == 1 ? name : key }
    }

    /// Letters, digits and what stands in numbers as they are, every other byte as `%` and two hexadecimal digits.
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            let isPlain =
                byte < 0x80 && (character.isLetter || character.isNumber || "._+-".contains(character))
            return isPlain ? String(character) : String(format: "%%%02X", Int(byte))
        }.joined()
    }

    /// A name that is too long ends in a digest of itself.
    private static func folderName(_ name: String) -> String {
        guard name.utf8.count > nameLimit else { return name }
        return "\(name.prefix(nameLimit - 17))-\(FileDigest.sha256(Data(name.utf8)).prefix(16))"
    }
}
