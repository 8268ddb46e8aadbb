import Foundation

/// Student's t distribution.
public struct StudentT: Sendable, Equatable {
    /// Above 0; for the mean of n values it is n − 1.
    public let degreesOfFreedom: Double

    /// The distribution with so many degrees of freedom.
    /// - Precondition: `degreesOfFreedom` is above 0 and finite.
    public init(degreesOfFreedom: Double) {
        precondition(
            degreesOfFreedom > 0 && degreesOfFreedom.isFinite,
            "StudentT: \(degreesOfFreedom) degrees of freedom")
        self.degreesOfFreedom = degreesOfFreedom
    }

    /// The probability of a value at least as far from 0 as `t`, on either side.
    public func twoSidedProbability(beyond t: Double) -> Double {
        if t.isInfinite { return 0 }
        return regularizedIncompleteBeta(
            degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
    }

    /// The t whose two-sided probability is `probability`: 0.05 gives the half-width of a 95 % interval in standard errors.
    /// - Precondition: `probability` lies in (0, 1).
    public func criticalValue(twoSidedProbability probability: Double) -> Double {
        precondition(
            probability > 0 && probability < 1, "StudentT: a two-sided probability of \(probability)")
        var low = 0.0
        var high = 1.0
        while twoSidedProbability(beyond: high) > probability { high *= 2 }
        while true {
            let middle = (low + high) / 2
            if middle <= low || middle >= high { return middle }
            if twoSidedProbability(beyond: middle) > probability { low = middle } else { high = middle }
        }
    }
}
