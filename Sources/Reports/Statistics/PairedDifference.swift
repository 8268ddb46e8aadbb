import Foundation

/// How much one treatment differs from another over the seeds that both were run with.
public struct PairedDifference: Sendable, Equatable {
    /// The mean difference, and its 95 % interval where there are two pairs or more.
    public let difference: Estimate
    /// The p-value of the two-sided paired t-test.
    ///
    /// nil where there is one pair, or where all differences are the same number other than 0: without spread the test
    /// has nothing to measure against. 1 where all differences are 0.
    public let p: Double?

    /// Compares values pair by pair; nil without pairs.
    /// - Precondition: every value is finite.
    public init?(pairs: [(treatment: Double, reference: Double)]) {
        let differences = pairs.map { $0.treatment - $0.reference }
        guard let estimate = Estimate(of: differences) else { return nil }
        difference = estimate
        guard let deviation = estimate.standardDeviation else {
            p = nil
            return
        }
        // Equal differences come out of the subtraction equal only up to rounding.
        let scale = pairs.reduce(0) { max($0, abs($1.treatment), abs($1.reference)) }
        guard deviation > 1e-12 * scale else {
            p = abs(estimate.mean) <= 1e-12 * scale ? 1 : nil
            return
        }
        let t = estimate.mean / (deviation / Double(pairs.count).squareRoot())
        p = StudentT(degreesOfFreedom: Double(pairs.count - 1)).twoSidedProbability(beyond: t)
    }
}
