/// How many rows of a data set share a chunk.
enum ChunkRows {
    /// About the size of a chunk in bytes: it is the least that reading one row costs, and what the library's cache holds.
    private static let byteTarget = 1 << 20

    /// The largest power of two of rows that fits the target, and at least one.
    ///
    /// - Parameter byteCount: the size of one row, above 0.
    static func forRows(of byteCount: Int) -> Int {
        let fitting = max(1, byteTarget / byteCount)
        return 1 << (Int.bitWidth - 1 - fitting.leadingZeroBitCount)
    }
}
