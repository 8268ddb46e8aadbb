import Datasets

extension Figure {
    /// Which labels go together: a square for each two labels, one colour for those that come together more often than by
    /// chance and another for those that come less often, with the correlation where there is room.
    ///
    /// nil where there are fewer than two labels, or too many to be read.
    public static func labelCorrelation(_ correlation: LabelCorrelation) -> Figure? {
        let names = correlation.names
        guard (2...MatrixGrid.largestSide).contains(names.count) else { return nil }
        let grid = MatrixGrid(names: names, pitch: names.count <= 16 ? 34 : 15, below: 4)
        var content = grid.frame
        for row in names.indices {
            for column in names.indices {
                guard let value = correlation.values[row][column] else {
                    content += grid.cell(
                        row: row, column: column, color: "var(--line)", strength: 0.35,
                        text: NumberFormat.missing, explanation: nil)
                    continue
                }
                let text = NumberFormat.fixed(value, decimals: 2)
                // Of hundreds of squares only those that say something are worth a pointer's stop.
                let isExplained = row != column && abs(value) >= 0.1
                content += grid.cell(
                    row: row, column: column, color: color(of: value), strength: abs(value), text: text,
                    explanation: isExplained ? "\(names[row]) and \(names[column]): \(text)" : nil)
            }
        }
        content += scale(left: grid.left, top: grid.bottom + 14)
        let told = correlation.strongestPairs.prefix(10).map {
            "\($0.first) and \($0.second): \(NumberFormat.fixed($0.value, decimals: 2))."
        }
        return Figure(
            name: "label-correlation", title: "Which labels go together",
            summary: told.joined(separator: " "), width: grid.width, height: grid.bottom + 56,
            content: content)
    }

    private static func color(of value: Double) -> String {
        value < 0 ? "var(--series-0)" : "var(--series-1)"
    }

    /// The colours from −1 to 1.
    private static func scale(left: Double, top: Double) -> [Markup] {
        let width = 16.0
        var content: [Markup] = []
        for place in 0...8 {
            let value = Double(place - 4) / 4
            let x = left + width * Double(place)
            content.append(
                .element(
                    "rect",
                    [
                        "x": SVG.number(x), "y": SVG.number(top), "width": SVG.number(width), "height": "10",
                        "style": "fill: \(color(of: value)); fill-opacity: \(SVG.number(abs(value)))",
                    ]))
            if place.isMultiple(of: 4) {
                content.append(
                    SVG.text(
                        NumberFormat.fixed(value, decimals: 0), x: x + width / 2, y: top + 26,
                        anchor: "middle"))
            }
        }
        content.append(SVG.rectangle(x: left, y: top, width: 9 * width, height: 10, "axis"))
        return content
    }
}
