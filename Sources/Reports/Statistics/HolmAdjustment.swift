/// Adjusts the p-values of a family of tests by Holm's step-down method (Holm 1979).
///
/// The chance that any true null hypothesis falls below a threshold is then at most that threshold, however the tests
/// depend on each other. The result has the order of the input; values are at most 1.
///
/// - Precondition: every p-value lies in [0, 1].
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
    precondition(
        pValues.allSatisfy((0...1).contains), "holmAdjusted: not all p-values lie in [0, 1]: \(pValues)")
    var adjusted = pValues
    var running = 0.0
    for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
        running = max(running, min(1, Double(pValues.count - rank) * pValues[index]))
        adjusted[index] = running
    }
    return adjusted
}
