/// The counter-based generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// A block of four words is a pure function of the key and the counter, so numbers can be drawn in any order and on any
/// thread, and are the same.
public struct Philox: Sendable, Equatable {
    /// The two halves of the key, the lower one first.
    public let key: SIMD2<UInt32>

    /// - Parameter key: what tells this generator's numbers from another's, such as a seed.
    public init(key: UInt64) {
        self.key = [UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)]
    }

    /// The four words at `counter`.
    @inlinable
    public func block(at counter: UInt64, stream: UInt64 = 0) -> SIMD4<UInt32> {
        var word: SIMD4<UInt32> = [
            UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
            UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32),
        ]
        var roundKey = key
        for _ in 0..<10 {
            let first = UInt64(word.x) &* 0xD251_1F53
            let second = UInt64(word.z) &* 0xCD9E_8D57
            word = [
                UInt32(truncatingIfNeeded: second >> 32) ^ word.y ^ roundKey.x,
                UInt32(truncatingIfNeeded: second),
                UInt32(truncatingIfNeeded: first >> 32) ^ word.w ^ roundKey.y,
                UInt32(truncatingIfNeeded: first),
            ]
            roundKey = roundKey &+ [0x9E37_79B9, 0xBB67_AE85]
        }
        return word
    }
}
