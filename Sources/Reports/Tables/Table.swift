/// A table as it is shown: text in cells, without regard to the medium.
public struct Table: Sendable, Equatable {
    /// How a column's cells stand.
    public enum Alignment: Sendable {
        case leading, trailing
    }

    /// A column's head.
    public struct Column: Sendable, Equatable {
        /// The head's text.
        public let title: String
        /// How the cells below stand.
        public let alignment: Alignment
        /// Whether the column names the row: such columns are repeated where a table is broken to fit a terminal.
        public let isKey: Bool

        init(_ title: String, _ alignment: Alignment = .trailing, isKey: Bool = false) {
            self.title = title
            self.alignment = alignment
            self.isKey = isKey
        }
    }

    /// How much a cell matters.
    public enum Emphasis: Sendable {
        case plain
        /// A difference that the test supports.
        case strong
        /// Context: a published number.
        case dim
    }

    /// One cell.
    public struct Cell: Sendable, Equatable {
        /// What it says; empty for nothing.
        public let text: String
        /// How much it matters.
        public let emphasis: Emphasis

        init(_ text: String, _ emphasis: Emphasis = .plain) {
            self.text = text
            self.emphasis = emphasis
        }
    }

    /// One row.
    public struct Row: Sendable, Equatable {
        /// As many cells as the table has columns.
        public let cells: [Cell]
        /// Whether a line parts this row from the one above.
        public let startsGroup: Bool

        init(_ cells: [Cell], startsGroup: Bool = false) {
            self.cells = cells
            self.startsGroup = startsGroup
        }
    }

    /// What the table shows.
    public let title: String
    /// The columns, from the left.
    public let columns: [Column]
    /// The rows, from the top.
    public let rows: [Row]
    /// How to read it: sentences below the table.
    public let notes: [String]

    init(title: String, columns: [Column], rows: [Row], notes: [String]) {
        precondition(
            rows.allSatisfy { $0.cells.count == columns.count },
            "Table \(title): a row has not \(columns.count) cells")
        self.title = title
        self.columns = columns
        self.rows = rows
        self.notes = notes
    }
}
