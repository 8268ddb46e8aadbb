import Datasets

extension ComparisonTables {
    /// F1 of the classes that the training set has few images of, and the mean over them with its difference to `real` and to `random`;
    /// nil for multi-label data, and where no class is rare or the counts were not recorded.
    public var rareClasses: Table? {
        let rare = rareLabels
        guard !rare.isEmpty, let positives = comparison.dataset.trainingPositives else { return nil }
        let columns =
            ComparisonTables.keyColumns + [
                Table.Column("Rare F1"), Table.Column("− real"), Table.Column("− random"), Table.Column("p"),
            ] + rare.map { Table.Column("\($0) (\(positives[$0] ?? 0))") }
        let real = groups.first { $0.policy == ComparisonRow.realPolicy }
        let rows = groups.indices.map { index in
            let group = groups[index]
            let random = groups.first { $0.policy == ComparisonRow.randomPolicy && $0.ratio == group.ratio }
            func difference(_ other: ComparisonGroup?) -> PairedDifference? {
                guard let other, other.policy != group.policy else { return nil }
                return group.difference(to: other, in: rareF1)
            }
            let versusRandom = difference(random)
            var cells = keyCells(index)
            cells.append(Table.Cell(NumberFormat.percent(group.estimate(rareF1))))
            for contrast in [difference(real), versusRandom] {
                cells.append(Table.Cell(contrast.map { NumberFormat.points($0.difference.mean) } ?? ""))
            }
            cells.append(Table.Cell(versusRandom.map { NumberFormat.p($0.p) } ?? ""))
            cells += rare.map { label in Table.Cell(NumberFormat.percent(group.estimate { $0.f1[label] })) }
            return Table.Row(cells, startsGroup: startsRatio(index))
        }
        return Table(
            title: "F1 of the rare classes", columns: columns, rows: rows,
            notes: [
                seedsNote,
                "A class is rare that has less than half as many training images as the classes have on average; how many it has stands"
                    + " behind its name. p: two-sided paired t-test against random at the same ratio, without an adjustment.",
            ])
    }

    /// The mean F1 over the rare classes; nil where none has one.
    func rareF1(_ row: ComparisonRow) -> Double? {
        let present = rareLabels.compactMap { row.f1[$0] }
        return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
    }

    /// In the labels' order: classes of single-label data with less than half of the mean count of training images, but some.
    var rareLabels: [String] {
        guard comparison.task == .singleLabel, let positives = comparison.dataset.trainingPositives else {
            return []
        }
        let total = comparison.labels.reduce(0) { $0 + (positives[$1] ?? 0) }
        return comparison.labels.filter { label in
            let count = positives[label] ?? 0
            return count > 0 && 2 * count * comparison.labels.count < total
        }
    }
}
