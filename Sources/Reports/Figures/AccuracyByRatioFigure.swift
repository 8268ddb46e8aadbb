extension Figure {
    /// Mean accuracy over the ratio, a line a policy, with 95 % intervals over seeds (the paper's Figure 6).
    ///
    /// Ratios stand at equal distances: 1×, 2× and 5× are steps of an experiment, not a scale. nil without rows.
    public static func accuracyByRatio(_ comparison: Comparison) -> Figure? {
        let groups = comparison.groups
        let estimates = groups.compactMap { $0.estimate(\.meanAccuracy) }
        let policies = comparison.policies
        let ratios = Set(groups.map(\.ratio)).sorted()
        let plot = (left: 46.0, right: 446.0, top: 34.0, bottom: 262.0)
        guard let axis = Axis(percentOf: estimates, from: plot.bottom, to: plot.top, ticks: 5) else {
            return nil
        }
        let step = (plot.right - plot.left) / Double(ratios.count)
        func center(_ ratio: Double) -> Double {
            plot.left + step * (Double(ratios.firstIndex(of: ratio) ?? 0) + 0.5)
        }

        var content = [SVG.text("Mean accuracy, %", x: 4, y: 16)]
        for tick in axis.ticks {
            let y = axis.position(tick)
            content.append(SVG.line(plot.left, y, plot.right, y, "axis"))
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: axis.decimals), x: plot.left - 7, y: y + 4,
                    anchor: "end"))
        }
        for ratio in ratios {
            content.append(
                SVG.text(NumberFormat.ratio(ratio), x: center(ratio), y: plot.bottom + 19, anchor: "middle"))
        }
        content.append(
            SVG.text(
                "synthetic images per real image", x: (plot.left + plot.right) / 2, y: plot.bottom + 37,
                anchor: "middle"))

        // Policies of one ratio stand side by side, so that their intervals do not hide each other.
        let spread = min(13, step / Double(policies.count + 1))
        var sentences: [String] = []
        for policy in policies {
            let style = SeriesStyle(policy: policy, among: policies)
            let members = groups.filter { $0.policy == policy }
            let points = members.compactMap { group -> (x: Double, y: Double, estimate: Estimate)? in
                guard let estimate = group.estimate(\.meanAccuracy) else { return nil }
                let peers = groups.filter { $0.ratio == group.ratio }.map(\.policy)
                let shift = Double(peers.firstIndex(of: policy) ?? 0) - Double(peers.count - 1) / 2
                return (center(group.ratio) + spread * shift, axis.position(estimate.mean * 100), estimate)
            }
            if policy == ComparisonRow.realPolicy, let real = points.first {
                content.append(SVG.line(plot.left, real.y, plot.right, real.y, "level", color: style.color))
            }
            if points.count > 1 {
                content.append(SVG.polyline(points.map { ($0.x, $0.y) }, "trend", color: style.color))
            }
            for point in points {
                if let interval = point.estimate.drawn {
                    content.append(
                        SVG.line(
                            point.x, axis.position(interval.lowerBound * 100), point.x,
                            axis.position(interval.upperBound * 100), "whisker", color: style.color))
                }
                content.append(style.mark(x: point.x, y: point.y))
            }
            let values = zip(members, points).map {
                "\(NumberFormat.percent($1.estimate)) at \(NumberFormat.ratio($0.ratio))"
            }
            sentences.append("\(policy): \(values.joined(separator: ", ")).")
        }
        let legend = Legend(policies: policies, left: 8, right: plot.right, top: plot.bottom + 60)
        content += legend.content
        return Figure(
            name: "accuracy-by-ratio", title: "Mean accuracy by ratio and policy",
            summary: sentences.joined(separator: " "), width: 456, height: legend.bottom, content: content)
    }
}
