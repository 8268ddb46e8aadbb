import Pools
import Workspace

/// A policy's scores of a pool, to be drawn as a distribution.
public struct ScoreDistribution: Sendable, Equatable {
    /// Who scored.
    public let policy: String
    /// The target that the scored images were made for; nil for the whole pool.
    public let target: String?
    /// One score an image, in any order.
    public let scores: [Float]

    /// Names scores.
    public init(policy: String, target: String? = nil, scores: [Float]) {
        self.policy = policy
        self.target = target
        self.scores = scores
    }
}

extension Figure {
    /// How each policy's scores are distributed, a panel each (the paper's Figure 4): x the score, y the share of images.
    ///
    /// The x axis covers the middle 99 % of the scores; what lies beyond is counted at the ends. Scores that are not
    /// numbers are left out and counted in the description. nil where there is nothing to draw.
    public static func scoreDistributions(_ distributions: [ScoreDistribution]) -> Figure? {
        let drawn = distributions.compactMap { Histogram($0) }
        guard !drawn.isEmpty else { return nil }
        let policies = Set(drawn.map(\.source.policy)).sorted {
            (ComparisonGroup.rank($0), $0) < (ComparisonGroup.rank($1), $1)
        }
        let panel = (width: 222.0, height: 172.0)
        var content: [Markup] = []
        for (index, histogram) in drawn.enumerated() {
            let left = Double(index % 2) * (panel.width + 12)
            let top = Double(index / 2) * panel.height
            content += histogram.panel(left: left, top: top, width: panel.width, policies: policies)
        }
        return Figure(
            name: "score-distributions", title: "Distribution of scores over the pool",
            summary: drawn.map(\.sentence).joined(separator: " "), width: 456,
            height: panel.height * Double((drawn.count + 1) / 2), content: content)
    }
}

/// Scores counted in equal bins.
private struct Histogram {
    static let bins = 32

    let source: ScoreDistribution
    let range: ClosedRange<Double>
    /// The share of images in each bin.
    let shares: [Double]
    let median: Double
    let excluded: Int

    /// nil where no score is a number.
    init?(_ source: ScoreDistribution) {
        let sorted = source.scores.filter(\.isFinite).map(Double.init).sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        let cut = sorted.count / 200
        var low = sorted[cut]
        var high = sorted[sorted.count - 1 - cut]
        // A few values far away from many equal ones: the middle is a point, so the whole range is shown.
        if low == high { (low, high) = (lowest, highest) }
        var counts = [Int](repeating: 0, count: Histogram.bins)
        for score in sorted {
            let place = high > low ? (score - low) / (high - low) * Double(Histogram.bins) : 0
            counts[max(0, min(Histogram.bins - 1, Int(max(-1, min(place, Double(Histogram.bins))))))] += 1
        }
        self.source = source
        range = low...high
        shares = counts.map { Double($0) / Double(sorted.count) }
        median = Median.ofSorted(sorted)
        excluded = source.scores.count - sorted.count
    }

    var name: String { source.policy + (source.target.map { " · \($0)" } ?? "") }

    var sentence: String {
        func number(_ value: Double) -> String { NumberFormat.shortest(value, decimals: 3) }
        return "\(name): \(NumberFormat.count(source.scores.count)) scores, median \(number(median)), "
            + "99 % between \(number(range.lowerBound)) and \(number(range.upperBound))"
            + (excluded > 0 ? "; \(NumberFormat.count(excluded)) are not numbers and left out." : ".")
    }

    func panel(left: Double, top: Double, width: Double, policies: [String]) -> [Markup] {
        let plot = (left: left + 30, right: left + width - 6, top: top + 40, bottom: top + 136)
        let color = SeriesStyle(policy: source.policy, among: policies).color
        let x = Axis(values: range, from: plot.left, to: plot.right, ticks: 3)
        let y = Axis(values: 0...(100 * (shares.max() ?? 0)), from: plot.bottom, to: plot.top, ticks: 2)
        var content = [SVG.text(name.singleLine.shortened(to: 30), x: left + 4, y: top + 14, style: "strong")]
        for tick in y.ticks {
            content.append(SVG.line(plot.left, y.position(tick), plot.right, y.position(tick), "axis"))
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: y.decimals) + (tick == y.ticks.last ? " %" : ""),
                    x: tick == y.ticks.last ? plot.left + 2 : plot.left - 5,
                    y: tick == y.ticks.last ? y.position(tick) - 4 : y.position(tick) + 4,
                    anchor: tick == y.ticks.last ? "start" : "end"))
        }
        for tick in x.ticks {
            content.append(
                SVG.text(
                    NumberFormat.fixed(tick, decimals: x.decimals), x: x.position(tick), y: plot.bottom + 16,
                    anchor: tick == x.ticks.first ? "start" : tick == x.ticks.last ? "end" : "middle"))
        }
        let width = (range.upperBound - range.lowerBound) / Double(Histogram.bins)
        var outline: [(x: Double, y: Double)] = [(x.position(range.lowerBound), plot.bottom)]
        for (bin, share) in shares.enumerated() {
            let edge = range.lowerBound + width * Double(bin)
            outline.append((x.position(edge), y.position(share * 100)))
            outline.append((x.position(edge + width), y.position(share * 100)))
        }
        outline.append((x.position(range.upperBound), plot.bottom))
        content.append(SVG.area(outline, color: color))
        content.append(SVG.polyline(outline, "edge", color: color))
        return content
    }
}
