import Workspace

extension Figure {
    /// Accuracy of every label at one ratio: a dot and its 95 % interval for each policy, and for `real`. What of an interval
    /// lies beyond 0 to 100 % is not drawn.
    ///
    /// nil where no policy ran at the ratio.
    public static func accuracyByLabel(_ comparison: Comparison, ratio: Double) -> Figure? {
        let groups = comparison.groups.filter { $0.ratio == ratio || $0.policy == ComparisonRow.realPolicy }
        guard groups.contains(where: { $0.ratio == ratio }) else { return nil }
        let all = groups.flatMap { group in
            comparison.labels.compactMap { label in group.estimate { $0.accuracy[label] } }
        }

        let names = comparison.labels.map { $0.singleLine.shortened(to: 20) }
        let left = 18 + 6.6 * Double(names.map(\.count).max() ?? 0)
        let right = 446.0
        let pitch = 11.0
        let block = pitch * Double(groups.count) + 12
        let top = 30.0
        let bottom = top + block * Double(names.count)
        guard let axis = Axis(percentOf: all, from: left, to: right - 6, ticks: 5) else { return nil }

        var content: [Markup] = []
        for tick in axis.ticks {
            let x = axis.position(tick)
            content.append(SVG.line(x, top - 4, x, bottom, "axis"))
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: axis.decimals), x: x, y: top - 11, anchor: "middle"))
        }
        content.append(SVG.text("%", x: 4, y: top - 11))
        var sentences: [String] = []
        for (row, label) in comparison.labels.enumerated() {
            let start = top + block * Double(row)
            if row > 0 { content.append(SVG.line(4, start - 1, right, start - 1, "axis")) }
            content.append(SVG.text(names[row], x: 4, y: start + block / 2 + 3, style: "strong"))
            var values: [String] = []
            for (position, group) in groups.enumerated() {
                guard let estimate = group.estimate({ $0.accuracy[label] }) else { continue }
                let style = SeriesStyle(policy: group.policy, among: comparison.policies)
                let y = start + 6 + pitch * (Double(position) + 0.5)
                if let interval = estimate.drawn {
                    content.append(
                        SVG.line(
                            axis.position(interval.lowerBound * 100), y,
                            axis.position(interval.upperBound * 100), y,
                            "whisker", color: style.color))
                }
                content.append(style.mark(x: axis.position(estimate.mean * 100), y: y))
                values.append("\(group.policy) \(NumberFormat.percent(estimate))")
            }
            sentences.append("\(label): \(values.joined(separator: ", ")).")
        }
        let legend = Legend(
            policies: comparison.policies.filter { policy in groups.contains { $0.policy == policy } },
            among: comparison.policies, left: 8, right: right, top: bottom + 22)
        content += legend.content
        return Figure(
            name: "accuracy-by-label-\(NumberFormat.ratio(ratio).dropLast())x".replacing(".", with: "_"),
            title: "Accuracy by label at \(NumberFormat.ratio(ratio))",
            summary: sentences.joined(separator: " "),
            width: 456, height: legend.bottom, content: content)
    }
}
