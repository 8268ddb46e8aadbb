import Glibc
import Synchronization

/// Keeps freed blocks for the next tensor of about the same size.
///
/// Fresh pages cost more than the arithmetic on a layer's activations, and a training step asks for the same sizes again
/// and again. Blocks are 64-byte aligned and rounded up to one of eight sizes per power of two; large ones are advised to
/// lie in huge pages. Once as much is held as was ever in use, a larger block is taken before a fresh one, so that the sizes of a
/// network's first layers serve its last ones too; what is held is bounded by twice the most that was ever in use.
final class CachingAllocator: Sendable {
    static let shared = CachingAllocator()

    private struct State {
        /// Free blocks by size.
        var free: [Int: [Int]] = [:]
        /// The sizes of blocks in use that are larger than what they were asked for.
        var larger: [Int: Int] = [:]
        /// All blocks, free or in use.
        var heldBytes = 0
        /// What was asked for and is in use.
        var liveBytes = 0
        var peakLiveBytes = 0

        mutating func popFree(_ size: Int) -> Int? { free[size]?.popLast() }
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
    /// How many times larger than a request a block may be that serves it.
    private static let mostWaste = 4

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
            if Self.takesLargerBlocks, let address = Self.largerBlock(for: size, &state) { return address }
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
            state.free[state.larger.removeValue(forKey: address) ?? size, default: []].append(address)
        }
    }

    /// The smallest free block that is larger than `size`, where a fresh one would be more than was ever in use.
    private static func largerBlock(for size: Int, _ state: inout State) -> Int? {
        guard state.heldBytes + size > state.peakLiveBytes else { return nil }
        var candidate = sizeClass(size + 1)
        while candidate <= mostWaste * size {
            if let address = state.popFree(candidate) {
                state.larger[address] = candidate
                return address
            }
            candidate = sizeClass(candidate + 1)
        }
        return nil
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
