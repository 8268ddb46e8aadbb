import Testing

/// What a fixture keeps of a tensor that is too large to store: its norm, its sum, and a few elements.
public struct SampledTensor: Decodable, Sendable {
    /// Shape of the whole tensor.
    public let shape: [Int]
    /// Square root of the sum of squares.
    public let norm: Double
    public let sum: Double
    /// The elements at `positions`.
    public let values: [Double]

    /// How many elements a fixture keeps.
    public static let sampleCount = 6

    /// The places in row-major order that a tensor of `count` elements is sampled at: ⌊i · count / 6⌋.
    public static func positions(count: Int) -> [Int] {
        (0..<sampleCount).map { $0 * count / sampleCount }
    }

    /// Expects a tensor to agree with the sample, as `difference` says.
    public func expectClose(
        to actual: [Float], tolerance: Double, floor: Double = 0, _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        if let difference = difference(from: actual, tolerance: tolerance, floor: floor) {
            Issue.record("\(name): \(difference)", sourceLocation: sourceLocation)
        }
    }

    /// How a tensor differs from the sample, in words; nil where it agrees.
    ///
    /// Differences are held against the tensor's size, not against each element, since elements near 0 are sums of large
    /// terms that cancel: an element may be off by `tolerance` times the root mean square, the norm by `tolerance` times
    /// itself, the sum by `tolerance` times the norm times √count.
    ///
    /// - Parameters:
    ///   - actual: the whole tensor in row-major order.
    ///   - floor: a difference in one element that is always allowed, for tensors that ought to be all but 0.
    public func difference(from actual: [Float], tolerance: Double, floor: Double = 0) -> String? {
        let count = shape.reduce(1, *)
        guard actual.count == count else {
            return "\(actual.count) elements where the shape \(shape) was expected"
        }
        let squareRoot = Double(count).squareRoot()
        let actualNorm = actual.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        let actualSum = actual.reduce(0.0) { $0 + Double($1) }
        let differences = [
            TestSupport.difference(
                Self.positions(count: count).map { actual[$0] }, values, relative: 0,
                absolute: tolerance * norm / squareRoot + floor
            ).map { "elements: \($0)" },
            TestSupport.difference([actualNorm], [norm], relative: tolerance, absolute: floor * squareRoot)
                .map { "norm: \($0)" },
            TestSupport.difference(
                [actualSum], [sum], relative: 0,
                absolute: tolerance * norm * squareRoot + floor * Double(count)
            ).map { "sum: \($0)" },
        ].compactMap { $0 }
        return differences.isEmpty ? nil : differences.joined(separator: "; ")
    }
}
