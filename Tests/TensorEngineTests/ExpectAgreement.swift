import Testing

/// Expects every element to be within `tolerance` times the root mean square of what is expected (of `floor` where that is
/// more): elements near 0 are sums of large terms that cancel, so they cannot be held to a relative difference of their own.
func expectAgreement<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: [Actual], _ expected: [Expected], tolerance: Double, floor: Double = 1e-3, _ subject: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard actual.count == expected.count else {
        Issue.record(
            "\(subject): \(actual.count) elements where \(expected.count) were expected",
            sourceLocation: sourceLocation)
        return
    }
    let meanSquare = expected.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(expected.count, 1))
    let scale = max(meanSquare.squareRoot(), floor)
    let differences = zip(actual, expected).map { abs(Double($0) - Double($1)) / scale }
    // Written so that a difference that is NaN counts.
    guard let worst = differences.indices.max(by: { !(differences[$0] >= differences[$1]) }),
        !differences.allSatisfy({ $0 <= tolerance })
    else { return }
    Issue.record(
        """
        \(subject): element \(worst) is \(actual[worst]) where \(expected[worst]) was expected: off by \
        \(differences[worst]) of the root mean square \(scale), and \(tolerance) is allowed
        """, sourceLocation: sourceLocation)
}
