extension Figure {
    /// The training's losses by epoch, with the moment that was kept; nil where neither was recorded twice.
    static func trainingLoss(_ curve: TrainingCurve, chosenStep: Int?) -> Figure? {
        let lines = [
            CurveLine("training loss", curve, \.trainingLoss),
            CurveLine("validation loss", curve, \.validationLoss),
        ].compactMap { $0 }
        let values = lines.flatMap { $0.points.map(\.value) }
        guard let lowest = values.min(), let highest = values.max() else { return nil }
        let axis = Axis(
            values: lowest...highest, from: CurveChart.plot.bottom, to: CurveChart.plot.top, ticks: 5)
        return CurveChart(curve, chosenStep: chosenStep, lines: lines, axis: axis)
            .figure(name: "training-loss", title: "Loss by epoch", unit: "Loss", decimals: 4)
    }

    /// The mean accuracy on the validation images by epoch; nil where it was not recorded twice.
    ///
    /// - Parameter term: what is called so: of several heads it is a score.
    static func validationAccuracy(_ curve: TrainingCurve, chosenStep: Int?, term: String) -> Figure? {
        guard let line = CurveLine("validation \(term)", curve, { $0.validationAccuracy.map { $0 * 100 } }),
            let axis = Axis(
                percentOf: line.points.compactMap { Estimate(of: [$0.value / 100]) },
                from: CurveChart.plot.bottom, to: CurveChart.plot.top, ticks: 5)
        else { return nil }
        return CurveChart(curve, chosenStep: chosenStep, lines: [line], axis: axis)
            .figure(
                name: "validation-accuracy", title: "Validation \(term) by epoch", unit: "Mean \(term), %",
                decimals: 1)
    }
}

/// One quantity over a training.
private struct CurveLine {
    let name: String
    let points: [(epoch: Double, value: Double)]

    /// nil where there are not two values.
    init?(_ name: String, _ curve: TrainingCurve, _ value: (TrainingCurve.Moment) -> Double?) {
        self.name = name
        points = curve.moments.compactMap { moment in value(moment).map { (moment.epoch, $0) } }
        if points.count < 2 { return nil }
    }
}

/// Lines over epochs.
private struct CurveChart {
    static let plot = (left: 46.0, right: 446.0, top: 34.0, bottom: 232.0)

    let lines: [CurveLine]
    private let x: Axis
    private let y: Axis
    private let chosen: TrainingCurve.Moment?

    init(_ curve: TrainingCurve, chosenStep: Int?, lines: [CurveLine], axis: Axis) {
        self.lines = lines
        y = axis
        x = Axis(
            values: 0...max(curve.moments.map(\.epoch).max() ?? 0, 1e-3), from: Self.plot.left,
            to: Self.plot.right, ticks: 6)
        chosen = chosenStep.flatMap { step in curve.moments.first { $0.step == step } }
    }

    func figure(name: String, title: String, unit: String, decimals: Int) -> Figure {
        let plot = Self.plot
        var content = [SVG.text(unit, x: 4, y: 16)]
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
            SVG.text("epoch", x: (plot.left + plot.right) / 2, y: plot.bottom + 37, anchor: "middle"))
        if let chosen {
            let place = x.position(chosen.epoch)
            content.append(
                SVG.line(place, plot.top - 8, place, plot.bottom, "level", color: "var(--series-real)"))
            let isLate = place > (plot.left + plot.right) / 2
            content.append(
                SVG.text(
                    "kept", x: place + (isLate ? -5 : 5), y: plot.top - 2, anchor: isLate ? "end" : "start",
                    style: "strong"))
        }
        let names = lines.map(\.name)
        var sentences: [String] = []
        for line in lines {
            let style = SeriesStyle(policy: line.name, among: names)
            let points = line.points.map { (x: x.position($0.epoch), y: y.position($0.value)) }
            content.append(SVG.polyline(points, "edge", color: style.color))
            if points.count <= 60 { content += points.map { style.mark(x: $0.x, y: $0.y) } }
            let told = [line.points[0], line.points[line.points.count - 1]].map {
                "\(NumberFormat.fixed($0.value, decimals: decimals)) at epoch \(NumberFormat.shortest($0.epoch, decimals: 2))"
            }
            sentences.append("\(line.name): \(told.joined(separator: ", ")).")
        }
        if let chosen {
            sentences.append("Kept at epoch \(NumberFormat.shortest(chosen.epoch, decimals: 2)).")
        }
        guard lines.count > 1 else {
            return Figure(
                name: name, title: title, summary: sentences.joined(separator: " "), width: 456,
                height: plot.bottom + 48, content: content)
        }
        let legend = Legend(policies: names, left: 8, right: plot.right, top: plot.bottom + 60)
        return Figure(
            name: name, title: title, summary: sentences.joined(separator: " "), width: 456,
            height: legend.bottom, content: content + legend.content)
    }
}
