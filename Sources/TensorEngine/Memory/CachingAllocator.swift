import Glibc
import Synchronization

/// Keeps freed blocks for the next tensor of about the same size.
///
/// Fresh pages cost more than the arithmetic on a layer's activations, and a training step asks for the same sizes again
/// and again. Blocks are 64-byte aligned and rounded up to one of eight sizes per power of two; large ones are advised to
/// lie in huge pages. What is kept and in use together is bounded by twice the most that was ever in use.
final class CachingAllocator: Sendable {
    static let shared = CachingAllocator()

    private struct State {
        var free: [Int: [Int]] = [:]
        var cachedBytes = 0
        var liveBytes = 0
        var peakLiveBytes = 0
    }
    // Addresses are kept as integers: a pointer is not Sendable, and these are owned by nobody else.
    private let state = Mutex(State())

    deinit {
        // Blocks in use are their owners' to give back, and by then nobody has one.
        state.withLock { state in
            for address in state.free.values.joined() { free(UnsafeMutableRawPointer(bitPattern: address)) }
        }
    }

    /// How many bytes of blocks are in use, rounded up to their sizes.
    var liveBytes: Int { state.withLock(\.liveBytes) }

    private static let alignment = 64
    private static let hugePage = 2 << 20

    /// The size that a request is rounded up to.
    static func sizeClass(_ byteCount: Int) -> Int {
        if byteCount <= 512 { return max((byteCount + 63) & ~63, 64) }
        let step = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount - 4)
        return (byteCount + step - 1) & ~(step - 1)
    }

    /// A block of at least `byteCount` bytes, its contents undefined.
    func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        let size = Self.sizeClass(byteCount)
        let cached: Int? = state.withLock { state in
            state.liveBytes += size
            state.peakLiveBytes = max(state.peakLiveBytes, state.liveBytes)
            if let address = state.free[size]?.popLast() {
                state.cachedBytes -= size
                return address
            }
            Self.trim(&state)
            return nil
        }
        if let cached { return UnsafeMutableRawPointer(bitPattern: cached)! }
        let isLarge = size >= Self.hugePage
        guard
            let block = aligned_alloc(
                isLarge ? Self.hugePage : Self.alignment,
                isLarge ? (size + Self.hugePage - 1) & ~(Self.hugePage - 1) : size)
        else {
            fatalError("out of memory: a tensor of \(byteCount) bytes cannot be allocated")
        }
        if isLarge {
            // Advice only: a system without huge pages goes on with small ones.
            _ = madvise(block, size, MADV_HUGEPAGE)
        }
        return block
    }

    /// Gives a block back that `allocate` made for the same number of bytes.
    func release(_ block: UnsafeMutableRawPointer, byteCount: Int) {
        let size = Self.sizeClass(byteCount)
        let address = Int(bitPattern: block)
        state.withLock { state in
            state.liveBytes -= size
            state.cachedBytes += size
            state.free[size, default: []].append(address)
        }
    }

    /// Frees kept blocks, the largest first, until no more is held than twice the peak: sizes differ from step to step.
    private static func trim(_ state: inout State) {
        let limit = 2 * state.peakLiveBytes
        guard state.liveBytes + state.cachedBytes > limit else { return }
        for size in state.free.keys.sorted(by: >) {
            while state.liveBytes + state.cachedBytes > limit, let address = state.free[size]?.popLast() {
                free(UnsafeMutableRawPointer(bitPattern: address))
                state.cachedBytes -= size
            }
        }
    }
}
