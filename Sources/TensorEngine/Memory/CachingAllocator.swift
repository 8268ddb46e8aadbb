import Glibc
import Synchronization

/// Keeps freed blocks for the next tensor of about the same size.
///
/// Fresh pages cost more than the arithmetic on a layer's activations, and a training step asks for the same sizes again
/// and again. Blocks are 64-byte aligned and rounded up to one of eight sizes per power of two; large ones are advised to
/// lie in huge pages. Once as much is held as was ever in use, a larger block is split before a fresh one is taken, so that
/// what one phase of a step has left serves the next; free pieces that lie side by side are joined again. What is held is bounded by
/// twice the most that was ever in use.
final class CachingAllocator: Sendable {
    static let shared = CachingAllocator()

    private struct State {
        var free = FreeBlocks()
        /// All blocks, free or in use.
        var heldBytes = 0
        /// What was asked for and is in use.
        var liveBytes = 0
        var peakLiveBytes = 0
    }

    private let state = Mutex(State())

    deinit {
        // Blocks in use are their owners' to give back, and by then nobody has one.
        state.withLock { state in
            while let block = state.free.takeLargestWhole() {
                free(UnsafeMutableRawPointer(bitPattern: block.address))
            }
        }
    }

    /// How many bytes are in use, each request rounded up to its size.
    var liveBytes: Int { state.withLock(\.liveBytes) }
    /// How many bytes all blocks have, in use or kept.
    var heldBytes: Int { state.withLock(\.heldBytes) }

    private static let alignment = 64
    private static let hugePage = 2 << 20
    /// How many times larger than a request a block may be that is split for it.
    private static let largestShare = 32

    /// The size that a request is rounded up to.
    static func sizeClass(_ byteCount: Int) -> Int {
        if byteCount <= 512 { return max((byteCount + 63) & ~63, 64) }
        let step = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount - 4)
        return (byteCount + step - 1) & ~(step - 1)
    }

    /// How long tensors live.
    enum Lifetime {
        /// As long as a step of training, or shorter.
        case temporary
        /// As long as a model.
        case long
    }

    @TaskLocal private static var lifetime = Lifetime.temporary

    /// Runs `body`, and tells how long what it allocates lives: what stays has blocks of its own, for a piece would keep a larger block
    /// from those that come and go.
    static func allocating<Result>(_ lifetime: Lifetime, _ body: () throws -> Result) rethrows -> Result {
        try $lifetime.withValue(lifetime, operation: body)
    }

    /// A block of at least `byteCount` bytes, or a piece of one, its contents undefined.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let size = Self.sizeClass(byteCount)
        let cached: Int? = state.withLock { state in
            state.liveBytes += size
            state.peakLiveBytes = max(state.peakLiveBytes, state.liveBytes)
            if let address = Self.cached(size, &state) { return address }
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

    /// A kept block of this size, a piece of it or, where a fresh one would be more than was ever in use, the front of a larger one.
    private static func cached(_ size: Int, _ state: inout State) -> Int? {
        guard lifetime == .temporary else { return state.free.takeWhole(size) }
        if let address = state.free.take(size) { return address }
        guard state.heldBytes + size > state.peakLiveBytes else { return nil }
        return state.free.takeFront(size, ofAtMost: size * largestShare)
    }

    /// Frees kept blocks, the largest first, until no more is held than twice the peak: sizes differ from step to step.
    private static func trim(_ state: inout State) {
        while state.heldBytes > 2 * state.peakLiveBytes, let block = state.free.takeLargestWhole() {
            free(UnsafeMutableRawPointer(bitPattern: block.address))
            state.heldBytes -= block.byteCount
        }
    }

    /// Gives a block back that `allocate` made for the same number of bytes.
    func release(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.sizeClass(byteCount)
        let address = Int(bitPattern: block)
        state.withLock { state in
            state.liveBytes -= size
            state.free.putBack(address, size)
        }
    }
}
