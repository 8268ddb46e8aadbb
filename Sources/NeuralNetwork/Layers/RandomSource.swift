import TensorEngine

/// Where the layers of a network that choose at random, such as dropout, take their choices from, one after another.
///
/// Whoever trains the network sets the stream before each step to one that is named after the step: choices then depend on
/// nothing that came before, and a resumed run makes the same.
public final class RandomSource {
    /// The stream that the next choice comes from.
    public var stream: RandomStream

    /// - Parameter stream: where the choices come from until another stream is set.
    public init(_ stream: RandomStream = RandomStream(seed: 0, name: "choices")) {
        self.stream = stream
    }
}
