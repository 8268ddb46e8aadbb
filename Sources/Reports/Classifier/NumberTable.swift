/// How near the heads that answer with numbers come.
struct NumberTable {
    let report: ClassifierReport

    /// A row a head; nil where none answers with a number.
    var table: Table? {
        let numbers = report.numbers
        guard !numbers.isEmpty else { return nil }
        let rows = numbers.map { name, metrics in
            let errors = [metrics.meanAbsoluteError, metrics.rootMeanSquaredError, metrics.meanError]
            return Table.Row(
                [Table.Cell(name)] + errors.map { Table.Cell(NumberFormat.fixed($0, decimals: 2)) } + [
                    Table.Cell("\(NumberFormat.percent(metrics.withinFive)) %")
                ])
        }
        return Table(
            title: "Numbers",
            columns: [
                Table.Column("Head", .leading, isKey: true), Table.Column("Mean absolute error"),
                Table.Column("RMSE"), Table.Column("Mean error"), Table.Column("Within 5"),
            ], rows: rows,
            notes: [
                "In the number's own units. The mean error is below 0 where answers are too low on average."
            ])
    }
}
