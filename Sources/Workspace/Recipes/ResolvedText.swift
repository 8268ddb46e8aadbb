/// How values are written in a resolved recipe: so that any YAML reader reads back the same value of the same type.
enum ResolvedText {
    /// The shortest text that gives the same number.
    static func number(_ value: Double) -> String {
        let text = "\(value)"
        // YAML 1.1 readers take 1e-05 for text; 1.0e-05 is a number to all.
        guard !text.contains("."), let exponent = text.firstIndex(of: "e") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    /// The text plain where that is safe, quoted where a reader could take it for something else.
    static func string(_ text: String) -> String {
        let isWord = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_-./".utf8.contains(byte)
        }
        let startsWithLetter = text.first.map { $0.isLetter } ?? false
        let meansSomethingElse = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
            .contains(text.lowercased())
        return isWord && startsWithLetter && !meansSomethingElse ? text : quoted(text)
    }

    /// An enumeration's case by its raw value.
    static func name(_ choice: some RawRepresentable<String>) -> String { string(choice.rawValue) }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.properties.generalCategory == .control || !scalar.isASCII:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
