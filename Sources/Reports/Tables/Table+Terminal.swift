import Workspace

extension Table {
    /// The widest a cell may be in a terminal; longer text is cut.
    private static let cellLimit = 30

    /// The table in box-drawing characters, followed by a line break.
    ///
    /// Where the columns need more than `width` characters the table is broken into several, each with the key columns.
    /// - Parameters:
    ///   - width: characters in a line; 100 at least keeps every table of a comparison in one or a few pieces.
    ///   - styled: whether to mark emphasis with ANSI escapes (bold and dim).
    public func terminal(width: Int = 100, styled: Bool = false) -> String {
        let texts = rows.map { row in row.cells.map { $0.text.singleLine.shortened(to: Table.cellLimit) } }
        let heads = columns.map { $0.title.singleLine.shortened(to: Table.cellLimit) }
        let widths = columns.indices.map { column in
            texts.reduce(heads[column].count) { max($0, $1[column].count) }
        }

        var output = emphasized(title.singleLine, .strong, styled) + "\n"
        for block in blocks(widths: widths, limit: width) {
            func rule(_ left: String, _ middle: String, _ right: String) -> String {
                left + block.map { String(repeating: "─", count: widths[$0] + 2) }.joined(separator: middle)
                    + right
                    + "\n"
            }
            func line(_ cells: [(text: String, emphasis: Emphasis)]) -> String {
                let padded = block.map { column in
                    let (text, emphasis) = cells[column]
                    let space = String(repeating: " ", count: widths[column] - text.count)
                    let shown = emphasized(text, emphasis, styled)
                    return columns[column].alignment == .leading ? " \(shown)\(space) " : " \(space)\(shown) "
                }
                return "│" + padded.joined(separator: "│") + "│\n"
            }
            output += rule("┌", "┬", "┐")
            output += line(heads.map { ($0, .strong) })
            output += rule("├", "┼", "┤")
            for (index, row) in rows.enumerated() {
                if row.startsGroup && index > 0 { output += rule("├", "┼", "┤") }
                output += line(Array(zip(texts[index], row.cells.map(\.emphasis))))
            }
            output += rule("└", "┴", "┘")
        }
        for note in notes {
            output += Table.wrapped(note.singleLine, width: width)
                .map { emphasized($0, .dim, styled) + "\n" }.joined()
        }
        return output
    }

    /// Which columns stand together: the key columns and as many others as fit, at least one.
    private func blocks(widths: [Int], limit: Int) -> [[Int]] {
        let keys = columns.indices.filter { columns[$0].isKey }
        let others = columns.indices.filter { !columns[$0].isKey }
        let keyWidth = keys.reduce(1) { $0 + widths[$1] + 3 }
        var blocks: [[Int]] = []
        var used = Int.max / 2
        for column in others {
            if used + widths[column] + 3 > limit {
                blocks.append(keys)
                used = keyWidth
            }
            blocks[blocks.count - 1].append(column)
            used += widths[column] + 3
        }
        return blocks.isEmpty ? [keys] : blocks
    }

    private func emphasized(_ text: String, _ emphasis: Emphasis, _ styled: Bool) -> String {
        guard styled, !text.isEmpty else { return text }
        return switch emphasis {
        case .plain: text
        case .strong: "\u{1B}[1m\(text)\u{1B}[0m"
        case .dim: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }

    /// Breaks a sentence between words.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
