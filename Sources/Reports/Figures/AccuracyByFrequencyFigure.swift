import Datasets
import Workspace

extension Figure {
    /// Each label's accuracy over its frequency in the training images, with what a constant answer would reach at that frequency
    /// (multi-label data): a point below that line is a label that has not been learned.
    ///
    /// nil where fewer than two labels have both.
    static func accuracyByFrequency(_ report: LabelReport) -> Figure? {
        let shown = report.results.compactMap {
            result -> (name: String, frequency: Double, accuracy: Double)? in
            guard let frequency = result.frequency, let accuracy = result.accuracy else { return nil }
            return (result.name, frequency * 100, accuracy * 100)
        }
        let plot = (left: 46.0, right: 630.0, top: 34.0, bottom: 360.0)
        let estimates = shown.compactMap { Estimate(of: [$0.accuracy / 100]) }
        guard shown.count >= 2, let highest = shown.map(\.frequency).max(),
            let y = Axis(percentOf: estimates, from: plot.bottom, to: plot.top, ticks: 6)
        else { return nil }
        let x = Axis(values: 0...max(highest, 1), from: plot.left, to: plot.right, ticks: 8)

        var content = [SVG.text("\(report.accuracyTerm.capitalizedFirst), %", x: 4, y: 16)]
        for tick in y.ticks {
            content.append(SVG.line(plot.left, y.position(tick), plot.right, y.position(tick), "axis"))
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: y.decimals), x: plot.left - 7, y: y.position(tick) + 4,
                    anchor: "end"))
        }
        for tick in x.ticks {
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: x.decimals), x: x.position(tick), y: plot.bottom + 19,
                    anchor: "middle"))
        }
        content.append(
            SVG.text(
                "training images with the label, %", x: (plot.left + plot.right) / 2, y: plot.bottom + 37,
                anchor: "middle"))
        if report.metrics.task == .multiLabel { content += constantAnswer(x, y) }

        let points = shown.map { (x: x.position($0.frequency), y: y.position($0.accuracy)) }
        var places = NamePlacement(
            around: points, left: plot.left, top: 22, right: plot.right + 8, bottom: plot.bottom + 4)
        for (point, label) in zip(points, shown) {
            let told =
                "\(label.name): \(NumberFormat.shortest(label.frequency, decimals: 1)) % of the training images, "
                + "\(report.accuracyTerm) \(NumberFormat.fixed(label.accuracy, decimals: 1)) %"
            content.append(
                .element(
                    "circle",
                    [
                        "cx": SVG.number(point.x), "cy": SVG.number(point.y), "r": "4",
                        "style": "fill: var(--series-0)",
                    ], [.element("title", text: told)]))
            let name = label.name.singleLine.shortened(to: 24)
            guard let place = places.place(name, x: point.x, y: point.y) else { continue }
            content.append(
                SVG.text(name, x: place.x, y: place.y, anchor: place.anchor, style: "cell"))
        }
        let values = shown.map {
            "\($0.name) \(NumberFormat.shortest($0.frequency, decimals: 1)) and \(NumberFormat.fixed($0.accuracy, decimals: 1))"
        }
        return Figure(
            name: "accuracy-by-frequency", title: "Label frequency and \(report.accuracyTerm)",
            summary: "Percent of the training images, and \(report.accuracyTerm) in percent: "
                + values.joined(separator: "; ") + ".",
            width: 640, height: plot.bottom + 48, content: content)
    }

    /// The accuracy of denying a label that fewer than half have, and of giving one that more have.
    private static func constantAnswer(_ x: Axis, _ y: Axis) -> [Markup] {
        let (lowest, highest) = (y.range.lowerBound, y.range.upperBound)
        let denied = (from: max(0, 100 - highest), to: min(50, 100 - lowest, x.range.upperBound))
        let given = (from: max(50, lowest), to: min(highest, x.range.upperBound))
        var lines: [Markup] = []
        for (part, isDenied) in [(denied, true), (given, false)] where part.from < part.to {
            func height(_ frequency: Double) -> Double {
                y.position(isDenied ? 100 - frequency : frequency)
            }
            lines.append(
                SVG.line(
                    x.position(part.from), height(part.from), x.position(part.to), height(part.to), "level",
                    color: "var(--series-random)"))
        }
        return lines
    }
}

extension String {
    /// With an upper-case letter first.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
