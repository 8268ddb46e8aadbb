import Foundation

/// A named, seeded stream of random numbers.
///
/// The same seed and name give the same numbers on every machine and at every thread count, and streams with different
/// names are independent. The position is part of the value, so a stream can be saved in a checkpoint and continued.
///
///     var shuffle = RandomStream(seed: 0, name: "training/shuffle")
///     indices.shuffle(using: &shuffle)
public struct RandomStream: RandomNumberGenerator, Sendable, Equatable {
    /// The run's seed.
    public let seed: UInt64
    /// What the numbers are for.
    public let name: String
    /// How many 64-bit words have been drawn.
    public private(set) var position: UInt64

    private let philox: Philox
    private let stream: UInt64
    /// The block of the last word, whose other half is often the next word.
    private var block = SIMD4<UInt32>()
    private var blockIndex: UInt64?

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

    /// Streams are equal where all their next numbers are.
    public static func == (first: RandomStream, second: RandomStream) -> Bool {
        (first.seed, first.stream, first.position) == (second.seed, second.stream, second.position)
    }

    /// The next 64 random bits.
    public mutating func next() -> UInt64 {
        if blockIndex != position / 2 {
            block = philox.block(at: position / 2, stream: stream)
            blockIndex = position / 2
        }
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

    /// The next `count` numbers that `uniform(low, high)` would give, drawn on all threads.
    public mutating func uniforms(_ count: Int, _ low: Double, _ high: Double) -> [Float] {
        draw(count, wordsEach: 1) { Float($0.uniform(low, high)) }
    }

    /// The next `count` numbers that `normal()` would give, times `deviation`, drawn on all threads.
    public mutating func normals(_ count: Int, deviation: Double) -> [Float] {
        draw(count, wordsEach: 2) { Float($0.normal() * deviation) }
    }

    /// Draws numbers that take equally many words each.
    private mutating func draw(
        _ count: Int, wordsEach: UInt64, _ number: (inout RandomStream) -> Float
    ) -> [Float] {
        let start = self
        defer { position += UInt64(count) * wordsEach }
        return [Float](unsafeUninitializedCapacity: count) { numbers, initialized in
            let numbers = numbers.baseAddress
            ThreadPool.forEachRange(of: count, grain: 4096) { range in
                var stream = start
                stream.position += UInt64(range.lowerBound) * wordsEach
                for index in range { numbers![index] = number(&stream) }
            }
            initialized = count
        }
    }

    /// True with the given probability.
    public mutating func bernoulli(_ probability: Double) -> Bool {
        uniform() < probability
    }
}
