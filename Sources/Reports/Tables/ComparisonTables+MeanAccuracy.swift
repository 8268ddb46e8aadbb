extension ComparisonTables {
    /// Mean accuracy by policy and ratio, with the differences to `real` and to `random` (the paper's Tables 1 and 2).
    public var meanAccuracy: Table {
        var columns =
            ComparisonTables.keyColumns + [
                Table.Column("Images"), Table.Column("Mean accuracy"), Table.Column("− real"),
                Table.Column("− random"), Table.Column("p"), Table.Column("p Holm"),
            ]
        if published != nil { columns.append(Table.Column("Published")) }
        let rows = groups.indices.map { index in
            let group = groups[index]
            var cells = keyCells(index)
            cells.append(Table.Cell(syntheticCount(group)))
            cells.append(Table.Cell(NumberFormat.percent(group.estimate(\.meanAccuracy))))
            cells.append(difference(summary[index].versusReal))
            cells.append(difference(summary[index].versusRandom))
            cells.append(Table.Cell(summary[index].versusRandom.map { NumberFormat.p($0.paired.p) } ?? ""))
            cells.append(Table.Cell(summary[index].versusRandom.map { NumberFormat.p($0.holmP) } ?? ""))
            if let published {
                let entry = published.entry(policy: group.policy, ratio: group.ratio)
                cells.append(Table.Cell(entry.map { NumberFormat.percent($0.meanAccuracy) } ?? "", .dim))
            }
            return Table.Row(cells, startsGroup: startsRatio(index))
        }
        return Table(
            title: "Mean accuracy by policy and ratio", columns: columns, rows: rows,
            notes: [seedsNote, testNote] + (published.map { [$0.note] } ?? []))
    }

    private func syntheticCount(_ group: ComparisonGroup) -> String {
        let counts = group.rows.map(\.syntheticCount)
        guard let low = counts.min(), let high = counts.max() else { return "" }
        return low == high
            ? NumberFormat.count(low) : "\(NumberFormat.count(low))–\(NumberFormat.count(high))"
    }

    /// A difference in points, with a star where the adjusted test supports it.
    private func difference(_ contrast: ComparisonSummary.Contrast?) -> Table.Cell {
        guard let contrast else { return Table.Cell("") }
        let text = NumberFormat.points(contrast.paired.difference.mean)
        return contrast.isSupported ? Table.Cell("* " + text, .strong) : Table.Cell(text)
    }

    private var testNote: String {
        let tests = summary.compactMap(\.versusRandom).first { $0.comparisons > 0 }?.comparisons ?? 0
        let text = "Differences are percentage points over the seeds that both share."
        guard tests > 0 else { return text }
        return text + " p: two-sided paired t-test against random at the same ratio; \(tests) such "
            + (tests == 1 ? "test was" : "tests were") + " made, and Holm's adjustment allows for it. "
            + "* adjusted p below 0.05."
    }
}

extension ComparisonSummary.Contrast {
    /// Below this the adjusted p-value is taken as support for a difference.
    static let significance = 0.05

    /// Whether the difference stands out from the spread between seeds, after the adjustment.
    var isSupported: Bool { holmP.map { $0 < Self.significance } ?? false }
}
