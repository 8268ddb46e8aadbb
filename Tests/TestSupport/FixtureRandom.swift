import TensorEngine

/// The numbers that weights, images and noise of the fixtures are drawn from.
///
/// They are too many to store, so Swift and Python draw them by the same formula: the named stream's 53-bit uniform, scaled
/// in double precision, rounded to single. `Tests/Fixtures/pytorch/fixture_random.py` is the other side.
public enum FixtureRandom {
    /// The seed of every fixture.
    public static let seed: UInt64 = 20_260_101

    /// `count` numbers in [low, high) from the stream of that name.
    public static func uniform(name: String, count: Int, low: Double, high: Double) -> [Float] {
        var stream = RandomStream(seed: seed, name: name)
        return (0..<count).map { _ in Float(stream.uniform(low, high)) }
    }

    /// A parameter's first value: weights (two dimensions or more) in ±1/√fan-in, where fan-in is the product of all
    /// dimensions but the first; scales (one dimension, the name ends with `weight`) in 0.5…1.5; biases in ±0.1.
    ///
    /// - Parameters:
    ///   - name: the parameter's name, such as `layer1.0.conv1.weight`.
    ///   - prefix: set ahead of the name in the stream's name, to tell apart models that share names.
    public static func parameter(name: String, shape: [Int], prefix: String = "") -> [Float] {
        let count = shape.reduce(1, *)
        let bound: ClosedRange<Double>
        if shape.count >= 2 {
            let limit = 1 / Double(count / shape[0]).squareRoot()
            bound = -limit...limit
        } else if name.hasSuffix("weight") {
            bound = 0.5...1.5
        } else {
            bound = -0.1...0.1
        }
        return uniform(name: prefix + name, count: count, low: bound.lowerBound, high: bound.upperBound)
    }
}
