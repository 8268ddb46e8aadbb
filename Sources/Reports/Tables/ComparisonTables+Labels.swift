import Datasets

extension ComparisonTables {
    /// Accuracy by category (the paper's Tables 3 and 4); a published line stands below ours where there is one.
    public var accuracyByLabel: Table {
        let columns = ComparisonTables.keyColumns + comparison.labels.map { Table.Column($0) }
        var rows: [Table.Row] = []
        for index in groups.indices {
            let group = groups[index]
            let cells = comparison.labels.map { label in
                Table.Cell(NumberFormat.percent(group.estimate { $0.accuracy[label] }))
            }
            rows.append(Table.Row(keyCells(index) + cells, startsGroup: startsRatio(index)))
            if let entry = published?.entry(policy: group.policy, ratio: group.ratio) {
                let values = comparison.labels.map { label in
                    Table.Cell(entry.accuracy[label].map { NumberFormat.percent($0) } ?? "", .dim)
                }
                rows.append(Table.Row([Table.Cell(""), Table.Cell("· published", .dim)] + values))
            }
        }
        let meaning =
            comparison.task == .singleLabel
            ? "The accuracy of a category is the share of its test images that were found."
            : "The accuracy of a label is the share of test images with its bit right; "
                + "a rare label scores high by being denied."
        return Table(
            title: "Accuracy by label", columns: columns, rows: rows,
            notes: [seedsNote, meaning] + (published.map { [$0.note] } ?? []))
    }

    /// Balanced accuracy and the worst group; nil where neither was measured.
    public var rareGroups: Table? {
        let hasGroups = groups.contains { $0.estimate(\.worstGroupAccuracy) != nil }
        let hasBalanced = comparison.rows.contains { !$0.balancedAccuracy.isEmpty }
        guard hasGroups || hasBalanced else { return nil }
        var columns =
            ComparisonTables.keyColumns + [Table.Column("Balanced accuracy"), Table.Column("Mean F1")]
        if hasGroups { columns += [Table.Column("Worst group"), Table.Column("which", .leading)] }
        let rows = groups.indices.map { index in
            let group = groups[index]
            var cells = keyCells(index)
            cells.append(Table.Cell(NumberFormat.percent(group.estimate { mean($0.balancedAccuracy) })))
            cells.append(Table.Cell(NumberFormat.percent(group.estimate { mean($0.f1) })))
            if hasGroups {
                cells.append(Table.Cell(NumberFormat.percent(group.estimate(\.worstGroupAccuracy))))
                cells.append(Table.Cell(worstGroups(group)))
            }
            return Table.Row(cells, startsGroup: startsRatio(index))
        }
        var notes = [
            seedsNote,
            "Balanced accuracy is the mean of recall and specificity, averaged over the labels: "
                + "a constant answer gets 50.",
        ]
        if hasGroups {
            notes.append(
                "The worst group is sought anew for each seed, among groups of 20 test images or more.")
        }
        return Table(
            title: "Balanced accuracy and the worst group", columns: columns, rows: rows, notes: notes)
    }

    /// In the labels' order: a dictionary's order changes from run to run, and with it the last bit of a sum.
    private func mean(_ values: [String: Double]) -> Double? {
        let present = comparison.labels.compactMap { values[$0] }
        return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
    }

    /// The groups that were worst, the most frequent first, with how often where they differ.
    private func worstGroups(_ group: ComparisonGroup) -> String {
        let counts = Dictionary(grouping: group.rows.compactMap(\.worstGroup)) { $0 }.mapValues(\.count)
        let ranked = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        guard let first = ranked.first else { return "" }
        return ranked.count == 1 ? first.key : "\(first.key) (\(first.value) of \(group.rows.count))"
    }
}
