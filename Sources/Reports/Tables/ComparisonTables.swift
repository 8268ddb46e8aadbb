/// A comparison as tables: the paper's two, and what a mean over labels hides.
public struct ComparisonTables: Sendable {
    /// What is shown.
    public let comparison: Comparison

    /// The published numbers that stand beside ours; nil where the labels are others.
    public let published: PublishedResults?

    let groups: [ComparisonGroup]
    let summary: [ComparisonSummary]

    /// Prepares the tables.
    public init(_ comparison: Comparison) {
        self.comparison = comparison
        published = PublishedResults.matching(labels: comparison.labels)
        groups = comparison.groups
        summary = comparison.summary
    }

    /// Every table that the comparison has data for, in reading order.
    public var tables: [Table] {
        [meanAccuracy, accuracyByLabel, rareClasses, rareGroups, accuracyByGroup, labelPreservation]
            .compactMap { $0 }
    }

    /// All tables for a terminal.
    /// - Parameters:
    ///   - width: characters in a line.
    ///   - styled: whether to use ANSI bold and dim.
    public func terminal(width: Int = 100, styled: Bool = false) -> String {
        tables.map { $0.terminal(width: width, styled: styled) }.joined(separator: "\n")
    }

    /// All tables in GitHub's Markdown.
    public var markdown: String {
        tables.map(\.markdown).joined(separator: "\n")
    }

    /// The key cells of a group's row: its ratio where it differs from the row above, and its policy.
    func keyCells(_ index: Int) -> [Table.Cell] {
        [
            Table.Cell(startsRatio(index) ? NumberFormat.ratio(groups[index].ratio) : ""),
            Table.Cell(groups[index].policy),
        ]
    }

    /// Whether a group is the first of its ratio.
    func startsRatio(_ index: Int) -> Bool {
        index == 0 || groups[index].ratio != groups[index - 1].ratio
    }

    static let keyColumns = [
        Table.Column("Ratio", isKey: true), Table.Column("Policy", .leading, isKey: true),
    ]

    /// "3 seeds", or what differs where not every group has all of them.
    var seedsNote: String {
        let counts = Set(groups.map(\.rows.count))
        let most = counts.max() ?? 0
        guard most > 1 else { return "One seed: without repetition there is no interval and no test." }
        let spread = counts.count == 1 ? "\(most) seeds" : "\(counts.min() ?? 0) to \(most) seeds"
        return "Percent, mean ± half of the 95 % interval (Student's t) over \(spread)."
    }
}
