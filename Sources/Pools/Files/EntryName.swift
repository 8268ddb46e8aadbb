import Workspace

/// The name of a score or a selection, which is also a file's name.
enum EntryName {
    private static let lengthLimit = 100

    /// Whether a name is safe and plain: letters, digits, `.`, `_`, `+` and `-`, not beginning with a dot.
    static func isValid(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= lengthLimit && !name.hasPrefix(".")
            && name.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "+"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// - Throws: `WinnowError(.usage)` with what a name may be.
    static func check(_ name: String) throws {
        guard isValid(name) else {
            throw WinnowError(
                .usage,
                "\"\(name)\" cannot be a name here; use 1 to \(lengthLimit) letters, digits, '.', '_', '+' or '-', no dot first"
            )
        }
    }
}
