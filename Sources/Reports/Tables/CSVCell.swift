import Workspace

/// The cells of a CSV file (RFC 4180, but lines end in LF).
enum CSVCell {
    /// A number at full precision; empty where there is none.
    static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

    /// A text on one line, quoted where it must be.
    static func text(_ text: String) -> String {
        let plain = text.singleLine
        guard plain.contains(where: { $0 == "," || $0 == "\"" }) else { return plain }
        return "\"" + plain.replacing("\"", with: "\"\"") + "\""
    }

    /// Rows of cells as a file's text.
    static func file(_ rows: [[String]]) -> String {
        rows.map { $0.joined(separator: ",") + "\n" }.joined()
    }
}
