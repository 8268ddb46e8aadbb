/// The few shapes that the charts are drawn with.
enum SVG {
    /// A coordinate to a hundredth, without trailing zeros and with an ASCII minus.
    static func number(_ value: Double) -> String {
        NumberFormat.shortest(value, decimals: 2).replacing(NumberFormat.minus, with: "-")
    }

    static func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String, color: String? = nil
    )
        -> Markup
    {
        let line = Markup.element(
            "line", ["x1": number(x1), "y1": number(y1), "x2": number(x2), "y2": number(y2), "class": style])
        return color.map { line.with(["style": "stroke: \($0)"]) } ?? line
    }

    static func rectangle(x: Double, y: Double, width: Double, height: Double, _ style: String) -> Markup {
        .element(
            "rect",
            [
                "x": number(x), "y": number(y), "width": number(width), "height": number(height),
                "class": style,
            ])
    }

    static func text(
        _ text: String, x: Double, y: Double, anchor: String = "start", style: String? = nil
    ) -> Markup {
        let element = Markup.element(
            "text", ["x": number(x), "y": number(y), "text-anchor": anchor], text: text)
        return style.map { element.with(["class": $0]) } ?? element
    }

    static func polyline(_ points: [(x: Double, y: Double)], _ style: String, color: String) -> Markup {
        .element(
            "polyline",
            [
                "points": points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " "),
                "class": style,
                "style": "stroke: \(color)",
            ])
    }

    static func area(_ points: [(x: Double, y: Double)], color: String) -> Markup {
        .element(
            "polygon",
            [
                "points": points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " "),
                "class": "area",
                "style": "fill: \(color)",
            ])
    }
}

/// How a policy is drawn: a colour and a marker, so that neither is needed to tell two apart.
struct SeriesStyle {
    let color: String
    private let marker: Int

    /// - Parameters:
    ///   - policy: the policy to draw.
    ///   - policies: all policies of the comparison, in the order of legends.
    init(policy: String, among policies: [String]) {
        switch policy {
        case ComparisonRow.realPolicy:
            (color, marker) = ("var(--series-real)", 0)
        case ComparisonRow.randomPolicy:
            (color, marker) = ("var(--series-random)", 1)
        default:
            let others = policies.filter {
                $0 != ComparisonRow.realPolicy && $0 != ComparisonRow.randomPolicy
            }
            let position = others.firstIndex(of: policy) ?? 0
            (color, marker) = ("var(--series-\(position % 5))", 2 + position % 4)
        }
    }

    /// The marker, about nine units across.
    func mark(x: Double, y: Double) -> Markup {
        func polygon(_ offsets: [(Double, Double)]) -> Markup {
            let points = offsets.map { "\(SVG.number(x + $0.0)),\(SVG.number(y + $0.1))" }
            return .element("polygon", ["points": points.joined(separator: " "), "style": "fill: \(color)"])
        }
        return switch marker {
        case 0:
            .element(
                "circle",
                [
                    "cx": SVG.number(x), "cy": SVG.number(y), "r": "3.6",
                    "style": "fill: var(--paper); stroke: \(color); stroke-width: 1.8",
                ])
        case 1:
            .element(
                "circle", ["cx": SVG.number(x), "cy": SVG.number(y), "r": "4", "style": "fill: \(color)"])
        case 2: polygon([(0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)])
        case 3: polygon([(-4, -4), (4, -4), (4, 4), (-4, 4)])
        case 4: polygon([(0, -5), (5, 4), (-5, 4)])
        default: polygon([(0, 5), (5, -4), (-5, -4)])
        }
    }
}

/// A linear axis: a range of values, the pixels that it covers, and round ticks.
struct Axis {
    let range: ClosedRange<Double>
    let start: Double
    let end: Double
    let ticks: [Double]
    /// Decimals that tell the ticks apart.
    let decimals: Int

    /// - Parameters:
    ///   - values: what must fit; widened to the next ticks on both sides.
    ///   - start: the pixel of the lowest value.
    ///   - end: the pixel of the highest.
    ///   - count: about how many ticks.
    init(values: ClosedRange<Double>, from start: Double, to end: Double, ticks count: Int) {
        let isPoint = !(values.upperBound - values.lowerBound > 1e-9 * max(1, abs(values.upperBound)))
        let low = isPoint ? values.lowerBound - 0.5 : values.lowerBound
        let high = isPoint ? values.upperBound + 0.5 : values.upperBound
        let (step, places) = Axis.roundStep((high - low) / Double(count))
        // Bounds that are ticks but for rounding need no other tick beyond them.
        let first = (low / step + 1e-9).rounded(.down)
        let last = (high / step - 1e-9).rounded(.up)
        ticks = stride(from: first, through: last, by: 1).map { $0 * step }
        range = (first * step)...(last * step)
        decimals = places
        self.start = start
        self.end = end
    }

    /// The pixel of a value.
    func position(_ value: Double) -> Double {
        start + (end - start) * (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// The first of 1, 2, 5 times a power of ten that is at least `step`, and its decimals.
    private static func roundStep(_ step: Double) -> (step: Double, decimals: Int) {
        var power = 1.0
        var decimals = 0
        while power > step {
            power /= 10
            decimals += 1
        }
        while power * 10 <= step { power *= 10 }
        for factor in [1.0, 2, 5] where power * factor >= step * 0.999 { return (power * factor, decimals) }
        return (power * 10, max(0, decimals - 1))
    }
}
