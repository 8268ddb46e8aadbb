/// A table for a terminal: the first column flush left, the others flush right, two spaces between.
struct TextTable {
    private var rows: [[String]]

    init(header: [String]) { rows = [header] }

    /// - Precondition: there are as many cells as the header has.
    mutating func add(_ cells: [String]) {
        precondition(cells.count == rows[0].count, "a row needs \(rows[0].count) cells, got \(cells.count)")
        rows.append(cells)
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + padding : padding + cell.0
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }
}
