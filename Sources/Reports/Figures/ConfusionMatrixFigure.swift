import Classifiers

extension Figure {
    /// What each class was taken for: a row a class, shaded by the share of its images, with their counts; right and wrong answers
    /// have a colour each.
    ///
    /// nil where there are fewer than two classes, or too many to be read.
    public static func confusionMatrix(_ matrix: ConfusionMatrix) -> Figure? {
        let labels = matrix.labels
        guard (2...MatrixGrid.largestSide).contains(labels.count) else { return nil }
        let grid = MatrixGrid(
            names: labels, pitch: labels.count <= 10 ? 40 : labels.count <= 20 ? 34 : 14, below: 20)
        var content = [SVG.text("Rows: the true class. Columns: what it was taken for.", x: 4, y: 14)]
        content += grid.frame
        var sentences: [String] = []
        for (row, label) in labels.enumerated() {
            guard let shares = matrix.shares(row) else { continue }
            for (column, other) in labels.enumerated() where matrix.counts[row][column] > 0 {
                let count = NumberFormat.count(matrix.counts[row][column])
                content += grid.cell(
                    row: row, column: column, color: row == column ? "var(--series-0)" : "var(--series-1)",
                    strength: max(0.04, shares[column]), text: "\(matrix.counts[row][column])",
                    explanation:
                        "\(label) taken for \(other): \(count), \(NumberFormat.percent(shares[column])) %")
            }
            let worst = matrix.mistakes.first { $0.actual == label }
            let taken = worst.map {
                ", most often taken for \($0.predicted) (\(NumberFormat.percent($0.share)) %)"
            }
            sentences.append("\(label): \(NumberFormat.percent(shares[row])) % right\(taken ?? "").")
        }
        return Figure(
            name: "confusion-matrix", title: "What each class was taken for",
            summary: sentences.joined(separator: " "), width: grid.width, height: grid.bottom + 6,
            content: content)
    }
}
