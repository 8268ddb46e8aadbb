import Foundation

/// The regularized incomplete beta function I_x(a, b): the probability that a Beta(a, b) variable is at most x.
///
/// Evaluated by its continued fraction with Lentz's method (Abramowitz and Stegun 26.5.8), on whichever side of the
/// mean converges quickly; about 13 significant digits for a and b up to a few thousand.
///
/// - Precondition: `x` lies in [0, 1]; `a` and `b` are above 0.
func regularizedIncompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    precondition(
        (0...1).contains(x) && a > 0 && b > 0, "I_x(a, b) is undefined at x = \(x), a = \(a), b = \(b)")
    if x == 0 || x == 1 { return x }
    let logFactor = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    if x < (a + 1) / (a + b + 2) {
        return exp(logFactor) * betaContinuedFraction(x, a, b) / a
    }
    return 1 - exp(logFactor) * betaContinuedFraction(1 - x, b, a) / b
}

private func betaContinuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    // Lentz's method divides by partial denominators; one that vanishes is replaced by the smallest that is safe.
    func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
    var numeratorRatio = 1.0
    var denominatorRatio = 1 / guarded(1 - (a + b) * x / (a + 1))
    var fraction = denominatorRatio
    for step in 1...10_000 {
        let m = Double(step)
        let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        var change = 1.0
        for coefficient in [even, odd] {
            denominatorRatio = 1 / guarded(1 + coefficient * denominatorRatio)
            numeratorRatio = guarded(1 + coefficient / numeratorRatio)
            change = denominatorRatio * numeratorRatio
            fraction *= change
        }
        if abs(change - 1) < 1e-15 { break }
    }
    return fraction
}
