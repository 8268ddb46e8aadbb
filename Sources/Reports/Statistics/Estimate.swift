import Foundation

/// A mean over seeds, and how far it can be trusted.
public struct Estimate: Sendable, Equatable {
    /// How many values there were; at least 1.
    public let count: Int
    /// Their mean.
    public let mean: Double
    /// Their standard deviation, with n − 1 below the sum; nil for a single value.
    public let standardDeviation: Double?
    /// The 95 % interval of the mean by Student's t; nil for a single value. Not cut off at 0 or 1.
    public let interval: ClosedRange<Double>?

    /// Half the interval's width, the number after "±"; nil for a single value.
    public var halfWidth: Double? {
        interval.map { ($0.upperBound - $0.lowerBound) / 2 }
    }

    /// Summarizes values; nil without any.
    /// - Precondition: every value is finite.
    public init?(of values: [Double]) {
        guard !values.isEmpty else { return nil }
        precondition(values.allSatisfy(\.isFinite), "Estimate: a value is not finite in \(values)")
        let mean = values.reduce(0, +) / Double(values.count)
        count = values.count
        self.mean = mean
        guard values.count > 1 else {
            standardDeviation = nil
            interval = nil
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        let half =
            StudentT(degreesOfFreedom: Double(values.count - 1)).criticalValue(twoSidedProbability: 0.05)
            * deviation / Double(values.count).squareRoot()
        standardDeviation = deviation
        interval = (mean - half)...(mean + half)
    }
}
