internal import CKernels
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
        Self.uniform(next())
    }

    /// A number in [low, high).
    public mutating func uniform(_ low: Double, _ high: Double) -> Double {
        Self.uniform(next(), low, high)
    }

    /// A standard normal number (Box–Muller; two words each).
    public mutating func normal() -> Double {
        Self.normal(next(), next())
    }

    private static func uniform(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }

    private static func uniform(_ word: UInt64, _ low: Double, _ high: Double) -> Double {
        low + (high - low) * uniform(word)
    }

    private static func normal(_ first: UInt64, _ second: UInt64) -> Double {
        (-2 * log(1 - uniform(first))).squareRoot() * cos(2 * .pi * uniform(second))
    }

    /// The next `count` numbers that `uniform(low, high)` would give, drawn on all threads.
    public mutating func uniforms(_ count: Int, _ low: Double, _ high: Double) -> [Float] {
        draw(count, wordsEach: 1) { Float(Self.uniform($0[0], low, high)) }
    }

    /// The next `count` numbers that `normal()` would give, times `deviation`, drawn on all threads.
    public mutating func normals(_ count: Int, deviation: Double) -> [Float] {
        draw(count, wordsEach: 2) { Float(Self.normal($0[0], $0[1]) * deviation) }
    }

    /// Draws numbers that take equally many words each.
    private mutating func draw(
        _ count: Int, wordsEach: Int, _ number: (UnsafePointer<UInt64>) -> Float
    ) -> [Float] {
        let start = self
        defer { position += UInt64(count * wordsEach) }
        return [Float](unsafeUninitializedCapacity: count) { numbers, initialized in
            let numbers = numbers.baseAddress
            ThreadPool.forEachRange(of: count, grain: 4096) { range in
                for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.drawnAtOnce) {
                    let end = min(first + Self.drawnAtOnce, range.upperBound)
                    start.withWords(first * wordsEach..<end * wordsEach) { words in
                        for index in first..<end {
                            numbers![index] = number(words + (index - first) * wordsEach)
                        }
                    }
                }
            }
            initialized = count
        }
    }

    /// As many numbers as have their words in the first cache.
    private static let drawnAtOnce = 1024

    /// The stream's words of a range, counted from the position on.
    private func withWords(_ range: Range<Int>, _ body: (UnsafePointer<UInt64>) -> Void) {
        let first = position + UInt64(range.lowerBound)
        // A block has two words; the range may begin with a block's second.
        let skipped = Int(first % 2)
        let blockCount = (skipped + range.count + 1) / 2
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: blockCount * 2) { words in
            winnow_philox_words(seed, stream, first / 2, blockCount, words.baseAddress!)
            body(words.baseAddress! + skipped)
        }
    }

    /// True with the given probability.
    public mutating func bernoulli(_ probability: Double) -> Bool {
        uniform() < probability
    }
}
