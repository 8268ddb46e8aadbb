import Synchronization

/// Keeps freed blocks for the next tensor of about the same size.
///
/// Fresh pages cost more than the arithmetic on a layer's activations, and a training step asks for the same sizes again
/// and again. Blocks are 64-byte aligned and rounded up to one of eight sizes per power of two. Once as much is held as was ever in
/// use, a larger block is split before a fresh one is taken, so that what one phase of a step has left serves the next; free pieces that
/// lie side by side are joined again. What is held is bounded by twice the most that was ever in use, and by that itself when something
/// is added that stays: a model's first step leaves blocks behind that no other needs.
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
        state.withLock { Self.trim(&$0, to: 0) }
    }

    /// How many bytes are in use, each request rounded up to its size.
    var liveBytes: Int { state.withLock(\.liveBytes) }
    /// How many bytes all blocks have, in use or kept.
    var heldBytes: Int { state.withLock(\.heldBytes) }

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
            Self.trim(&state, to: Self.lifetime == .long ? state.peakLiveBytes : 2 * state.peakLiveBytes)
            return nil
        }
        if let cached { return UnsafeMutableRawPointer(bitPattern: cached)! }
        guard let block = SystemMemory.allocate(size) else {
            fatalError("out of memory: a tensor of \(byteCount) bytes cannot be allocated")
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

    /// Frees kept blocks, the largest first, until no more than `most` bytes are held.
    private static func trim(_ state: inout State, to most: Int) {
        while state.heldBytes > most, let block = state.free.takeLargestWhole() {
            SystemMemory.free(UnsafeMutableRawPointer(bitPattern: block.address)!, block.byteCount)
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
