/// The blocks that an allocator keeps for later: which are free, and where those that were split are cut.
///
/// A block that is too large for a request can be split: the request has its front, and the remainder is free for others. Pieces that are
/// free and lie side by side are joined again, so that a block is whole once all of it is back.
struct FreeBlocks: Sendable {
    /// A part of a block that was split.
    private struct Piece {
        var byteCount: Int
        var isFree: Bool
        /// The address of the piece in front of it, nil for the block's first.
        var previous: Int?
        /// The address of the piece behind it, nil for the block's last.
        var next: Int?
    }

    // Addresses are kept as integers: a pointer is not Sendable, and these are owned by nobody else.

    /// The addresses of free blocks and free pieces by their size, the one freed last at the end; no list is empty.
    private var addresses: [Int: [Int]] = [:]
    /// The pieces of split blocks by their addresses, free or in use. A whole block has none.
    private var pieces: [Int: Piece] = [:]

    // MARK: - Taking

    /// The block or piece of just this size that was freed last: its contents may be in a cache still.
    mutating func take(_ byteCount: Int) -> Int? {
        guard let address = addresses[byteCount]?.last else { return nil }
        unlist(address, byteCount)
        return address
    }

    /// The same, but a block that is not split.
    mutating func takeWhole(_ byteCount: Int) -> Int? {
        guard let address = addresses[byteCount]?.last(where: { pieces[$0] == nil }) else { return nil }
        unlist(address, byteCount)
        return address
    }

    /// The front of the smallest block or piece that is larger than `byteCount`, but has at most `most` bytes.
    mutating func takeFront(_ byteCount: Int, ofAtMost most: Int) -> Int? {
        let larger = addresses.keys.lazy.filter { byteCount < $0 && $0 <= most }.min()
        guard let larger, let address = take(larger) else { return nil }
        split(address, larger, at: byteCount)
        return address
    }

    /// The largest block that is not split, with its size.
    mutating func takeLargestWhole() -> (address: Int, byteCount: Int)? {
        for byteCount in addresses.keys.sorted(by: >) {
            if let address = takeWhole(byteCount) { return (address, byteCount) }
        }
        return nil
    }

    /// Takes a block or piece off the list of those that are free.
    private mutating func unlist(_ address: Int, _ byteCount: Int) {
        pieces[address]?.isFree = false
        let index = addresses[byteCount]!.lastIndex(of: address)!
        addresses[byteCount]!.remove(at: index)
        if addresses[byteCount]!.isEmpty { addresses[byteCount] = nil }
    }

    /// Cuts a block or piece that is in use in two; the second is free.
    private mutating func split(_ address: Int, _ byteCount: Int, at frontByteCount: Int) {
        var front = pieces[address] ?? Piece(byteCount: byteCount, isFree: false)
        let remainder = address + frontByteCount
        let behind = Piece(
            byteCount: byteCount - frontByteCount, isFree: true, previous: address, next: front.next)
        if let next = front.next { pieces[next]!.previous = remainder }
        front.byteCount = frontByteCount
        front.next = remainder
        pieces[address] = front
        pieces[remainder] = behind
        addresses[behind.byteCount, default: []].append(remainder)
    }

    // MARK: - Putting back

    /// Takes a block or piece back, and joins it with those beside it that are free.
    mutating func putBack(_ address: Int, _ byteCount: Int) {
        var (address, byteCount) = (address, byteCount)
        if let next = pieces[address]?.next, let behind = pieces[next], behind.isFree {
            unlist(next, behind.byteCount)
            byteCount = join(address, next)
        }
        if let previous = pieces[address]?.previous, let front = pieces[previous], front.isFree {
            unlist(previous, front.byteCount)
            byteCount = join(previous, address)
            address = previous
        }
        pieces[address]?.isFree = true
        if let piece = pieces[address], piece.previous == nil, piece.next == nil { pieces[address] = nil }
        addresses[byteCount, default: []].append(address)
    }

    /// Makes one piece of two that lie side by side, and returns its size.
    private mutating func join(_ address: Int, _ next: Int) -> Int {
        let behind = pieces.removeValue(forKey: next)!
        if let after = behind.next { pieces[after]!.previous = address }
        pieces[address]!.next = behind.next
        pieces[address]!.byteCount += behind.byteCount
        return pieces[address]!.byteCount
    }
}
