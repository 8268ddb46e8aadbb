extension ComparisonTables {
    /// Accuracy of each group, and how often both labels that define it were right; nil where no group was measured.
    public var accuracyByGroup: Table? {
        let names = groupNames
        guard !names.isEmpty else { return nil }
        let hasDefining = comparison.rows.contains { $0.groupDefiningLabelsRight != nil }
        var columns = ComparisonTables.keyColumns + names.map { Table.Column($0) }
        if hasDefining { columns.insert(Table.Column("Share right of", .leading, isKey: true), at: 2) }
        var rows: [Table.Row] = []
        for index in groups.indices {
            let group = groups[index]
            let all = names.map { name in
                Table.Cell(NumberFormat.percent(group.estimate { $0.groupAccuracy?[name] }))
            }
            let key = keyCells(index) + (hasDefining ? [Table.Cell("all labels")] : [])
            rows.append(Table.Row(key + all, startsGroup: startsRatio(index)))
            if hasDefining {
                let both = names.map { name in
                    Table.Cell(NumberFormat.percent(group.estimate { $0.groupDefiningLabelsRight?[name] }))
                }
                rows.append(
                    Table.Row([Table.Cell(""), Table.Cell(""), Table.Cell("both labels at once")] + both))
            }
        }
        return Table(title: "Accuracy by group", columns: columns, rows: rows, notes: [seedsNote])
    }

    /// The groups that any row measured: those with fewer negations first, then by name.
    private var groupNames: [String] {
        let names = Set(comparison.rows.flatMap { ($0.groupAccuracy ?? [:]).keys })
        func negations(_ name: String) -> Int { name.split(separator: " ").count { $0 == "not" } }
        return names.sorted { (negations($0), $0) < (negations($1), $1) }
    }

    /// How much of each selection shows the label that it was made for; nil where nobody judged.
    public var labelPreservation: Table? {
        let entries = comparison.labelPreservation.sorted {
            ($0.ratio, ComparisonGroup.rank($0.policy), $0.policy) < (
                $1.ratio, ComparisonGroup.rank($1.policy), $1.policy
            )
        }
        guard !entries.isEmpty else { return nil }
        let rows = entries.enumerated().map { index, entry in
            let isFirst = index == 0 || entries[index - 1].ratio != entry.ratio
            return Table.Row(
                [
                    Table.Cell(isFirst ? NumberFormat.ratio(entry.ratio) : ""), Table.Cell(entry.policy),
                    Table.Cell(NumberFormat.count(entry.count)),
                    Table.Cell(NumberFormat.percent(entry.share)),
                    Table.Cell(entry.judge),
                ], startsGroup: isFirst)
        }
        return Table(
            title: "Labels kept by the synthetic images",
            columns: ComparisonTables.keyColumns + [
                Table.Column("Judged"), Table.Column("Confirmed %"), Table.Column("Judge", .leading),
            ],
            rows: rows,
            notes: [
                "The share of selected images that show the label they were made for, by a judge that did not select them."
            ])
    }
}
