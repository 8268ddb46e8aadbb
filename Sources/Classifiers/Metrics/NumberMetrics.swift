/// How near a classifier comes to numbers, such as ages.
public struct NumberMetrics: Sendable, Equatable, Codable {
    /// In the number's units, as are all but the last.
    public let meanAbsoluteError: Double
    public let rootMeanSquaredError: Double
    /// The mean of what was said minus what is true: below 0 for people who are taken for younger than they are.
    public let meanError: Double
    /// The share of images whose error is at most 5.
    public let withinFive: Double

    enum CodingKeys: String, CodingKey {
        case meanAbsoluteError = "mean_absolute_error"
        case rootMeanSquaredError = "root_mean_squared_error"
        case meanError = "mean_error"
        case withinFive = "within_5"
    }

    /// - Precondition: there are as many of each, and at least one.
    init(predicted: [Double], actual: [Double]) {
        precondition(
            predicted.count == actual.count && !actual.isEmpty,
            "NumberMetrics: \(predicted.count) numbers for \(actual.count)")
        let errors = zip(predicted, actual).map { $0 - $1 }
        let count = Double(errors.count)
        meanAbsoluteError = errors.reduce(0) { $0 + abs($1) } / count
        rootMeanSquaredError = (errors.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
        meanError = errors.reduce(0, +) / count
        withinFive = Double(errors.count { abs($0) <= 5 }) / count
    }
}
