import Testing

/// Expects numbers to agree: |actual − expected| ≤ absolute + relative · |expected|, element by element.
///
/// NaN agrees with nothing but NaN, and an infinity only with itself. The message names the element that is worst off.
///
/// - Returns: whether they agreed.
@discardableResult
public func expectClose<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: [Actual], _ expected: [Expected], relative: Double = 1e-5, absolute: Double = 1e-6,
    _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
    guard let difference = difference(actual, expected, relative: relative, absolute: absolute) else {
        return true
    }
    let subject = comment()
    Issue.record("\(subject.isEmpty ? "" : "\(subject): ")\(difference)", sourceLocation: sourceLocation)
    return false
}

/// Expects two numbers to agree as `expectClose` does for arrays.
@discardableResult
public func expectClose<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: Actual, _ expected: Expected, relative: Double = 1e-5, absolute: Double = 1e-6,
    _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) -> Bool {
    expectClose(
        [actual], [expected], relative: relative, absolute: absolute, comment(),
        sourceLocation: sourceLocation)
}

/// How two arrays differ beyond the tolerance, in words; nil where they agree.
public func difference<Actual: BinaryFloatingPoint, Expected: BinaryFloatingPoint>(
    _ actual: [Actual], _ expected: [Expected], relative: Double, absolute: Double
) -> String? {
    guard actual.count == expected.count else {
        return "\(actual.count) numbers where \(expected.count) were expected"
    }
    var offCount = 0
    var worst = 0
    var worstExcess = 0.0
    for (index, pair) in zip(actual, expected).enumerated() {
        let (actual, expected) = (Double(pair.0), Double(pair.1))
        let excess: Double
        if actual == expected || (actual.isNaN && expected.isNaN) {
            excess = 0
        } else if actual.isFinite, expected.isFinite {
            excess = abs(actual - expected) / (absolute + relative * abs(expected))
        } else {
            excess = .infinity
        }
        guard excess > 1 else { continue }
        offCount += 1
        if excess > worstExcess { (worst, worstExcess) = (index, excess) }
    }
    guard offCount > 0 else { return nil }
    let (found, wanted) = (Double(actual[worst]), Double(expected[worst]))
    return """
        \(offCount) of \(actual.count) numbers differ; worst is [\(worst)]: \(found) where \(wanted) was expected \
        (off by \(abs(found - wanted)), \(worstExcess) times what is allowed)
        """
}
