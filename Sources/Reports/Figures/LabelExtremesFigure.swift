import Workspace

extension Figure {
    /// The easiest and the hardest labels, a dot each on one axis.
    static func labelExtremes(_ extremes: LabelExtremes, term: String) -> Figure? {
        let all = (extremes.easiest + extremes.hardest).compactMap { result in
            result.accuracy.flatMap { Estimate(of: [$0]) }
        }
        func shown(_ result: LabelResult) -> String { result.name.singleLine.shortened(to: 20) }
        let longest = (extremes.easiest + extremes.hardest).map { shown($0).count }.max() ?? 0
        let (left, right) = (18 + 6.6 * Double(longest), 410.0)
        guard let axis = Axis(percentOf: all, from: left, to: right, ticks: 5) else { return nil }
        let pitch = 18.0
        let blocks = [("Easiest", extremes.easiest, 0), ("Hardest", extremes.hardest, 1)]
        let top = 26.0
        let bottom = top + blocks.reduce(0) { $0 + 28 + pitch * Double($1.1.count) }

        var content: [Markup] = []
        for tick in axis.ticks {
            let x = axis.position(tick)
            content.append(SVG.line(x, top - 6, x, bottom, "axis"))
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: axis.decimals), x: x, y: top - 12, anchor: "middle"))
        }
        content.append(SVG.text("\(term), %", x: 4, y: top - 12))
        var y = top
        var sentences: [String] = []
        for (title, results, series) in blocks {
            y += 18
            content.append(SVG.text(title, x: 4, y: y, style: "strong"))
            y += 10
            var values: [String] = []
            for result in results {
                guard let accuracy = result.accuracy else { continue }
                let (x, middle) = (axis.position(accuracy * 100), y + pitch / 2)
                let color = "var(--series-\(series))"
                content.append(SVG.text(shown(result), x: 4, y: middle + 4))
                content.append(SVG.line(left, middle, x, middle, "trend", color: color))
                content.append(
                    .element(
                        "circle",
                        [
                            "cx": SVG.number(x), "cy": SVG.number(middle), "r": "4.2",
                            "style": "fill: \(color)",
                        ]))
                content.append(SVG.text(NumberFormat.percent(accuracy), x: right + 10, y: middle + 4))
                values.append("\(result.name) \(NumberFormat.percent(accuracy))")
                y += pitch
            }
            sentences.append("\(title): \(values.joined(separator: ", ")).")
        }
        return Figure(
            name: "easiest-and-hardest", title: "The easiest and the hardest labels",
            summary: sentences.joined(separator: " "), width: 456, height: bottom + 6, content: content)
    }
}
