/// The text of CSV files: RFC 4180, but a line ends in LF, and a row is always one line.
package enum CSVText {
    /// A number at full precision; empty where there is none.
    package static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

    /// A row with its line's end.
    ///
    /// - Parameter cells: texts; they are put on one line, and quoted where they must be.
    package static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\n"
    }

    /// All rows of a file.
    package static func file(_ rows: [[String]]) -> String { rows.map(row).joined() }

    private static func cell(_ text: String) -> String {
        let line = text.singleLine
        guard line.contains(where: { $0 == "," || $0 == "\"" }) else { return line }
        return "\"\(line.replacing("\"", with: "\"\""))\""
    }
}
