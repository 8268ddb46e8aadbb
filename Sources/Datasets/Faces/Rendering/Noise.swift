/// Smooth noise over the plane, a pure function of its seed and the point.
struct Noise: Sendable {
    let seed: UInt32

    /// A noise for another purpose, independent of this one.
    func named(_ number: UInt32) -> Noise { Noise(seed: Noise.scramble(seed ^ (number &* 0x9E37_79B9))) }

    /// Value noise with a lattice of side 1, in [−1, 1].
    @inline(__always)
    func value(_ x: Float, _ y: Float) -> Float {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (column, row) = (Int32(left), Int32(top))
        let (u, v) = (Noise.ease(x - left), Noise.ease(y - top))
        let upper = mix(lattice(column, row), lattice(column &+ 1, row), u)
        let lower = mix(lattice(column, row &+ 1), lattice(column &+ 1, row &+ 1), u)
        return mix(upper, lower, v)
    }

    /// An independent number in [−1, 1] for each pair of whole numbers.
    @inline(__always)
    func lattice(_ column: Int32, _ row: Int32) -> Float {
        let mixed = Noise.scramble(
            seed ^ (UInt32(bitPattern: column) &* 0x85EB_CA6B) ^ (UInt32(bitPattern: row) &* 0xC2B2_AE35))
        return Float(mixed >> 8) * (2 / Float(1 << 24)) - 1
    }

    @inline(__always)
    private static func ease(_ t: Float) -> Float { t * t * (3 - 2 * t) }

    /// A bijection of 32-bit words that leaves no visible pattern (a xor-shift-multiply finalizer).
    @inline(__always)
    private static func scramble(_ word: UInt32) -> UInt32 {
        var word = word
        word ^= word >> 16
        word = word &* 0x7FEB_352D
        word ^= word >> 15
        word = word &* 0x846C_A68B
        word ^= word >> 16
        return word
    }
}
