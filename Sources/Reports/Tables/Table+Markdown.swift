import Workspace

extension Table {
    /// The table in GitHub's Markdown, under a heading of the third level, followed by a line break.
    public var markdown: String {
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
        var output = "### \(Table.escaped(title))\n\n"
        output += line(columns.map { Table.escaped($0.title) })
        output += line(columns.map { $0.alignment == .leading ? ":--" : "--:" })
        for row in rows {
            output += line(
                row.cells.map { cell in
                    let text = Table.escaped(cell.text)
                    guard !text.isEmpty else { return "" }
                    return switch cell.emphasis {
                    case .plain: text
                    case .strong: "**\(text)**"
                    case .dim: "*\(text)*"
                    }
                })
        }
        for note in notes { output += "\n\(Table.escaped(note))\n" }
        return output
    }

    /// Text that Markdown shows as it is, on one line.
    private static func escaped(_ text: String) -> String {
        text.singleLine.reduce(into: "") { result, character in
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\\", "|", "*", "_", "[", "]", "`", "~": result += "\\\(character)"
            default: result.append(character)
            }
        }
    }
}
