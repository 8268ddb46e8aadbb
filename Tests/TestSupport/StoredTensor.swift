/// A tensor of the operations' fixtures: whole where it is small, else a count sketch (`fixture_sketch.py`).
///
/// A sketch has few numbers, and every element counts in one of them with a weight of its own, so that one element that is off
/// by a hundredth of the root mean square shows.
public enum StoredTensor: Sendable {
    /// All elements in row-major order.
    case whole([Float])
    /// Weighted sums, of which the i-th takes every eighth element from the i-th on; their weights are drawn from `stream`.
    case sketch(sums: [Double], norm: Double, count: Int, stream: String)

    /// Tensors up to this size are stored whole.
    public static let largestWhole = 64
    private static let sumCount = 8

    /// - Parameters:
    ///   - stored: what the fixture holds under `name`.
    ///   - count: the elements of the tensor.
    init?(_ stored: [Float], count: Int, name: String) {
        if count <= Self.largestWhole {
            guard stored.count == count else { return nil }
            self = .whole(stored)
        } else {
            guard stored.count == Self.sumCount + 1 else { return nil }
            let numbers = stored.map(Double.init)
            self = .sketch(
                sums: Array(numbers.dropLast()), norm: numbers.last!, count: count, stream: "\(name)/sketch")
        }
    }

    /// How many elements the tensor has.
    public var count: Int {
        switch self {
        case .whole(let elements): elements.count
        case .sketch(_, _, let count, _): count
        }
    }

    /// Whether all that is stored are finite numbers.
    public var isFinite: Bool {
        switch self {
        case .whole(let elements): elements.allSatisfy(\.isFinite)
        case .sketch(let sums, let norm, _, _): sums.allSatisfy(\.isFinite) && norm.isFinite
        }
    }

    /// How a tensor differs from this one, in words; nil where it agrees.
    ///
    /// An element may be off by `tolerance` times the root mean square of all (of `floor` where that is more), the norm by that
    /// times √count, and a weighted sum of n elements by that times √n, since rounding errors have either sign.
    public func difference(from actual: [Double], tolerance: Double, floor: Double = 1e-3) -> String? {
        guard actual.count == count else { return "\(actual.count) elements where \(count) were expected" }
        func size(norm: Double) -> Double { max(norm / Double(max(count, 1)).squareRoot(), floor) }
        switch self {
        case .whole(let elements):
            let norm = elements.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            return TestSupport.difference(
                actual, elements, relative: 0, absolute: tolerance * size(norm: norm))
        case .sketch(let sums, let norm, let count, let stream):
            let allowed = tolerance * size(norm: norm)
            let found = Self.sketch(of: actual, stream: stream)
            let differences = [
                TestSupport.difference(
                    found.sums, sums, relative: 0,
                    absolute: allowed * (Double(count) / Double(Self.sumCount)).squareRoot()
                ).map { "weighted sums: \($0)" },
                TestSupport.difference(
                    [found.norm], [norm], relative: 0, absolute: allowed * Double(count).squareRoot()
                ).map { "norm: \($0)" },
            ].compactMap { $0 }
            return differences.isEmpty ? nil : differences.joined(separator: "; ")
        }
    }

    private static func sketch(of elements: [Double], stream: String) -> (sums: [Double], norm: Double) {
        let weights = FixtureRandom.uniform(name: stream, count: elements.count, low: -1, high: 1)
        var sums = [Double](repeating: 0, count: sumCount)
        for (place, element) in elements.enumerated() {
            sums[place % sumCount] += Double(weights[place]) * element
        }
        return (sums, elements.reduce(0) { $0 + $1 * $1 }.squareRoot())
    }
}
