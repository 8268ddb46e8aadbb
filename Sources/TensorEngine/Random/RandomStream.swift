import Foundation

/// A named, seeded stream of random numbers.
///
/// The same seed and name give the same numbers on every machine and at every thread count, and streams with different
/// names are independent. The position is part of the value, so a stream can be saved in a checkpoint and continued.
///
///     var shuffle = RandomStream(seed: 0, name: "training/shuffle")
///     indices.shuffle(using: &shuffle)
public struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
    public let seed: UInt64
    public let name: String
    /// How many 64-bit words have been drawn.
    public private(set) var position: UInt64

    private let philox: Philox
    private let stream: UInt64

    /// - Parameters:
    ///   - seed: the run's seed.
    ///   - name: what the numbers are for; streams of one seed differ by it.
    ///   - position: how many words to skip, as `position` of a saved stream says.
    public init(seed: UInt64, name: String, position: UInt64 = 0) {
        self.seed = seed
        self.name = name
        self.position = position
        philox = Philox(key: seed)
        // FNV-1a over the name: a stable number for each name.
        stream = name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        let block = philox.block(at: position / 2, stream: stream)
        defer { position += 1 }
        return position.isMultiple(of: 2)
            ? UInt64(block.x) | UInt64(block.y) << 32
            : UInt64(block.z) | UInt64(block.w) << 32
    }

    /// A number in [0, 1) with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A number in [low, high).
    public mutating func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * uniform()
    }

    /// A standard normal number (Box–Muller; two words each).
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// True with the given probability.
    public mutating func bernoulli(_ probability: Double) -> Bool {
        uniform() < probability
    }
}
