extension Axis {
    /// An axis in percent that holds means and intervals of fractions, and does not leave 0 to 100: an interval that goes beyond
    /// is drawn up to there.
    ///
    /// nil where there is nothing to hold.
    init?(percentOf estimates: [Estimate], from start: Double, to end: Double, ticks: Int) {
        let extremes = estimates.flatMap {
            [$0.mean, $0.drawn?.lowerBound, $0.drawn?.upperBound].compactMap { $0 }
        }
        guard var low = extremes.min(), var high = extremes.max() else { return nil }
        if high - low < Self.leastExtent {
            low = max(0, low - Self.leastExtent / 2)
            high = min(1, low + Self.leastExtent)
            low = min(low, high - Self.leastExtent)
        }
        self.init(values: (low * 100)...(high * 100), from: start, to: end, ticks: ticks)
    }

    /// Of fractions: a percentage point.
    private static let leastExtent = 0.01
}

extension Estimate {
    /// The interval as a chart of fractions shows it: its part from 0 to 1.
    var drawn: ClosedRange<Double>? { interval?.clamped(to: 0...1) }
}
