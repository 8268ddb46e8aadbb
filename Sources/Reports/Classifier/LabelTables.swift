import Classifiers
import Datasets

/// The tables of how well labels are given.
struct LabelTables {
    let report: LabelReport

    private func percent(_ value: Double?) -> String {
        value.map { NumberFormat.percent($0) } ?? NumberFormat.missing
    }

    /// A row a label.
    var byLabel: Table {
        let isMultiLabel = report.metrics.task == .multiLabel
        var columns = [Table.Column("Label", .leading, isKey: true)]
        if report.frequencies != nil { columns.append(Table.Column("Training, %")) }
        columns.append(Table.Column("Images"))
        columns.append(Table.Column(isMultiLabel ? "Accuracy" : "Recall"))
        if isMultiLabel { columns.append(Table.Column("Constant")) }
        columns += ["Balanced", "Precision"].map { Table.Column($0) }
        if isMultiLabel { columns.append(Table.Column("Recall")) }
        columns.append(Table.Column("F1"))
        let rows = report.results.map { result in
            var cells = [Table.Cell(result.name)]
            if report.frequencies != nil { cells.append(Table.Cell(percent(result.frequency))) }
            cells.append(Table.Cell(NumberFormat.count(result.support)))
            cells.append(
                Table.Cell(percent(result.accuracy), result.isNoBetterThanConstant ? .plain : .strong))
            if isMultiLabel { cells.append(Table.Cell(percent(result.constantAccuracy), .dim)) }
            cells += [result.balancedAccuracy, result.precision].map { Table.Cell(percent($0)) }
            if isMultiLabel { cells.append(Table.Cell(percent(result.recall))) }
            cells.append(Table.Cell(percent(result.f1)))
            return Table.Row(cells)
        }
        return Table(title: "Label by label", columns: columns, rows: rows, notes: labelNotes)
    }

    private var labelNotes: [String] {
        var notes = ["Percent; images are those of the \(report.split.rawValue) split with the label."]
        switch report.metrics.task {
        case .multiLabel:
            notes.append(
                "Accuracy is the share of images with the label's bit right. Constant is what giving every image the "
                    + "commoner answer would get; accuracies above it are bold.")
        case .singleLabel:
            notes.append("Recall is the share of the label's images that were found: its accuracy.")
        case .multiHead: break
        }
        notes.append("Balanced accuracy is the mean of recall and specificity: a constant answer gets 50.")
        return notes
    }

    /// The groups of two labels' combinations; nil where none was measured. In single-label data each label is its own group, and
    /// stands in the other table.
    var groups: Table? {
        let groups = report.metrics.groups
        guard report.metrics.task == .multiLabel, !groups.isEmpty else { return nil }
        let rows = groups.map { group in
            Table.Row([
                Table.Cell(group.name), Table.Cell(NumberFormat.count(group.count)),
                Table.Cell(percent(group.accuracy), group == report.metrics.worstGroup ? .strong : .plain),
                Table.Cell(percent(group.definingLabelsRight)),
            ])
        }
        return Table(
            title: "Groups",
            columns: [
                Table.Column("Group", .leading, isKey: true), Table.Column("Images"),
                Table.Column("Accuracy"), Table.Column("Both labels right"),
            ], rows: rows,
            notes: [
                "Percent. Accuracy is the mean over all labels of the group's images; the lowest is bold.",
                GroupSize.note(report.metrics.groupsLeftOut).map {
                    "\($0.prefix(1).uppercased() + $0.dropFirst())."
                },
            ].compactMap { $0 })
    }
}
