import Glibc
import Synchronization

/// Keeps freed blocks for the next tensor of about the same size.
///
/// Fresh pages cost more than the arithmetic on a layer's activations, and a training step asks for the same sizes again
/// and again. Blocks are 64-byte aligned and rounded up to one of eight sizes per power of two; large ones are advised to
/// lie in huge pages. Once as much is held as was ever in use, a larger block is cut into pieces before a fresh one is taken, so that
/// what one phase of a step has left serves the next; it is whole again when all its pieces are back. What is held is bounded by twice
/// the most that was ever in use.
final class CachingAllocator: Sendable {
    static let shared = CachingAllocator()

    private struct State {
        /// Free blocks by size.
        var free: [Int: [Int]] = [:]
        /// The blocks that are cut into pieces, by their addresses.
        var cut: [Int: CutBlock] = [:]
        /// Those of them with a free piece, by its size.
        var cutWithFreePiece: [Int: [Int]] = [:]
        /// The block that each piece in use is of.
        var blockOfPiece: [Int: Int] = [:]
        /// All blocks, free or in use.
        var heldBytes = 0
        /// What was asked for and is in use.
        var liveBytes = 0
        var peakLiveBytes = 0

        mutating func popFree(_ size: Int) -> Int? { free[size]?.popLast() }
    }

    /// A block that is lent in pieces of one size.
    private struct CutBlock {
        let byteCount: Int
        let pieceSize: Int
        var freePieces: [Int]

        /// A block of which nothing is lent yet.
        init(at address: Int, byteCount: Int, pieceSize: Int) {
            self.byteCount = byteCount
            self.pieceSize = pieceSize
            freePieces = (0..<byteCount / pieceSize).reversed().map { address + $0 * pieceSize }
        }

        /// Whether all pieces are back.
        var isWhole: Bool { freePieces.count == byteCount / pieceSize }
    }

    // Addresses are kept as integers: a pointer is not Sendable, and these are owned by nobody else.
    private let state = Mutex(State())

    deinit {
        // Blocks in use are their owners' to give back, and by then nobody has one.
        state.withLock { state in
            for address in state.free.values.joined() { free(UnsafeMutableRawPointer(bitPattern: address)) }
        }
    }

    /// How many bytes are in use, each request rounded up to its size.
    var liveBytes: Int { state.withLock(\.liveBytes) }
    /// How many bytes all blocks have, in use or kept.
    var heldBytes: Int { state.withLock(\.heldBytes) }

    private static let alignment = 64
    private static let hugePage = 2 << 20
    /// How many times larger than a request a block may be that is cut for it.
    private static let mostPieces = 32

    /// The size that a request is rounded up to.
    static func sizeClass(_ byteCount: Int) -> Int {
        if byteCount <= 512 { return max((byteCount + 63) & ~63, 64) }
        let step = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount - 4)
        return (byteCount + step - 1) & ~(step - 1)
    }

    @TaskLocal private static var takesLargerBlocks = true

    /// Runs `body` with blocks of the right size only: what it allocates stays long, and would keep a larger block from those that
    /// come and go.
    static func withoutLargerBlocks<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $takesLargerBlocks.withValue(false, operation: body)
    }

    /// A block of at least `byteCount` bytes, its contents undefined.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let size = Self.sizeClass(byteCount)
        let cached: Int? = state.withLock { state in
            state.liveBytes += size
            state.peakLiveBytes = max(state.peakLiveBytes, state.liveBytes)
            if let address = state.popFree(size) { return address }
            if Self.takesLargerBlocks, let address = Self.piece(of: size, &state) { return address }
            state.heldBytes += size
            Self.trim(&state)
            return nil
        }
        if let cached { return UnsafeMutableRawPointer(bitPattern: cached)! }
        let isLarge = size >= Self.hugePage
        var block: UnsafeMutableRawPointer?
        guard posix_memalign(&block, isLarge ? Self.hugePage : Self.alignment, size) == 0, let block else {
            fatalError("out of memory: a tensor of \(byteCount) bytes cannot be allocated")
        }
        if isLarge {
            // Advice only: a system without huge pages goes on with small ones. What is left behind the last whole one stays in
            // small pages, for a huge one would be taken from the system whole.
            _ = madvise(block, size & ~(Self.hugePage - 1), MADV_HUGEPAGE)
        }
        return block
    }

    /// Gives a block back that `allocate` made for the same number of bytes.
    func release(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.sizeClass(byteCount)
        let address = Int(bitPattern: block)
        state.withLock { state in
            state.liveBytes -= size
            if let block = state.blockOfPiece.removeValue(forKey: address) {
                Self.putBack(address, to: block, &state)
            } else {
                state.free[size, default: []].append(address)
            }
        }
    }

    // MARK: - Pieces

    /// A piece of a block that is cut already or, where a fresh block would be more than was ever in use, of the smallest free block
    /// that is larger.
    private static func piece(of size: Int, _ state: inout State) -> Int? {
        if let block = state.cutWithFreePiece[size]?.last { return takePiece(from: block, &state) }
        guard state.heldBytes + size > state.peakLiveBytes else { return nil }
        var candidate = sizeClass(size + 1)
        while candidate <= mostPieces * size {
            if let block = state.popFree(candidate) {
                state.cut[block] = CutBlock(at: block, byteCount: candidate, pieceSize: size)
                state.cutWithFreePiece[size, default: []].append(block)
                return takePiece(from: block, &state)
            }
            candidate = sizeClass(candidate + 1)
        }
        return nil
    }

    private static func takePiece(from block: Int, _ state: inout State) -> Int {
        let piece = state.cut[block]!.freePieces.removeLast()
        if state.cut[block]!.freePieces.isEmpty { lendNoMore(block, &state) }
        state.blockOfPiece[piece] = block
        return piece
    }

    private static func putBack(_ piece: Int, to block: Int, _ state: inout State) {
        state.cut[block]!.freePieces.append(piece)
        let cut = state.cut[block]!
        if cut.freePieces.count == 1 { state.cutWithFreePiece[cut.pieceSize, default: []].append(block) }
        guard cut.isWhole else { return }
        lendNoMore(block, &state)
        state.cut[block] = nil
        state.free[cut.byteCount, default: []].append(block)
    }

    /// No piece of the block is to be lent: all are, or it is whole again.
    private static func lendNoMore(_ block: Int, _ state: inout State) {
        state.cutWithFreePiece[state.cut[block]!.pieceSize]!.removeAll { $0 == block }
    }

    /// Frees kept blocks, the largest first, until no more is held than twice the peak: sizes differ from step to step.
    private static func trim(_ state: inout State) {
        let limit = 2 * state.peakLiveBytes
        guard state.heldBytes > limit else { return }
        for size in state.free.keys.sorted(by: >) {
            while state.heldBytes > limit, let address = state.popFree(size) {
                free(UnsafeMutableRawPointer(bitPattern: address))
                state.heldBytes -= size
            }
        }
    }
}
