/// How labels of a set go together: Pearson's correlation of their bits, which of two bits is the phi coefficient.
public struct LabelCorrelation: Sendable, Equatable {
    /// The labels' names, in the schema's order.
    public let names: [String]
    /// How many images were looked at.
    public let imageCount: Int
    /// `[L][L]`, symmetric, from −1 (never together, never both missing) over 0 (independent) to 1. nil where either label is on
    /// all images or on none: what does not vary goes together with nothing.
    public let values: [[Double?]]

    /// Counts which labels images have together.
    ///
    /// - Precondition: the labels are the schema's.
    public init(_ labels: [Label], schema: LabelSchema) {
        let width = schema.count
        var together = [Int](repeating: 0, count: width * width)
        for label in labels {
            let positions = schema.positions(of: label)
            for first in positions {
                for second in positions { together[first * width + second] += 1 }
            }
        }
        let count = labels.count
        let ones = (0..<width).map { together[$0 * width + $0] }
        let variances = ones.map { Double($0) * Double(count - $0) }
        values = (0..<width).map { first in
            (0..<width).map { second in
                guard variances[first] > 0, variances[second] > 0 else { return nil }
                let covariance = count * together[first * width + second] - ones[first] * ones[second]
                let value = Double(covariance) / (variances[first] * variances[second]).squareRoot()
                return min(1, max(-1, value))
            }
        }
        names = schema.names
        imageCount = count
    }

    /// Two labels and their correlation.
    public struct Pair: Sendable, Equatable {
        public let first: String
        public let second: String
        public let value: Double
    }

    /// The pairs of different labels that go together most or least, by falling magnitude; of equals the first.
    public var strongestPairs: [Pair] {
        var pairs: [Pair] = []
        for first in names.indices {
            for second in names.indices where second > first {
                guard let value = values[first][second] else { continue }
                pairs.append(Pair(first: names[first], second: names[second], value: value))
            }
        }
        return pairs.enumerated()
            .sorted { (-abs($0.element.value), $0.offset) < (-abs($1.element.value), $1.offset) }
            .map(\.element)
    }
}
