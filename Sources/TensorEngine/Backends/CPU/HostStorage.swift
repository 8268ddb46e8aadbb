import Synchronization

/// Memory of the processor, from the caching allocator.
final class HostStorage: Storage, @unchecked Sendable {
    // Sendable for the same reason as its superclass; the copies are behind a lock.
    let bytes: UnsafeMutableRawPointer
    private let copies = Mutex<[Form: HostStorage]>([:])

    /// How a copy lies in memory, and what it is a copy of.
    struct Form: Hashable {
        let shape: Shape
        let from: Layout
        let to: Layout
        let dtype: DType
        /// Where the copy is of weights transformed for `Winograd`: how wide its tiles of outputs are.
        let winogradOutputs: Int?
        /// What the weights of each output channel are multiplied by in the copy.
        let scale: Scale?
    }

    /// Numbers `[O]`, told apart by the memory that they lie in.
    struct Scale: Hashable {
        let storage: Storage

        static func == (first: Scale, second: Scale) -> Bool { first.storage === second.storage }
        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(storage)) }
    }

    override init(byteCount: Int) {
        bytes = CachingAllocator.shared.allocate(byteCount)
        super.init(byteCount: byteCount)
    }

    deinit {
        CachingAllocator.shared.release(bytes, byteCount: byteCount)
    }

    /// The same numbers in another form, made by `make` unless that has been done since the last update.
    ///
    /// Weights are used many times between two updates, each time in the layout and type that the convolution wants.
    func copy(_ form: Form, make: () -> HostStorage) -> HostStorage {
        if let copy = copies.withLock({ $0[form] }) { return copy }
        let made = make()
        return copies.withLock { copies in
            let kept = copies[form] ?? made
            copies[form] = kept
            return kept
        }
    }

    /// Lets go of all copies but those with this scale: a network in training does not need what inference left, nor the other way
    /// round.
    func forgetCopies(except scale: Scale?) {
        copies.withLock { copies in
            if copies.keys.contains(where: { $0.scale != scale }) {
                copies = copies.filter { $0.key.scale == scale }
            }
        }
    }

    /// Must be called before the memory is changed in place.
    func forgetCopies() { copies.withLock { $0.removeAll() } }
}

extension Buffer {
    /// The first byte.
    var bytes: UnsafeMutableRawPointer { unsafeDowncast(storage, to: HostStorage.self).bytes }

    /// The first element; padding included, `elementCount` follow.
    ///
    /// Valid as long as the buffer's storage lives.
    var floats: UnsafeMutablePointer<Float> {
        require(dtype == .float32, "elements of type \(dtype.rawValue) are no floats")
        return bytes.assumingMemoryBound(to: Float.self)
    }

    /// As `floats`, of a buffer of bf16: the upper halves of floats.
    var halves: UnsafeMutablePointer<UInt16> {
        require(dtype == .bfloat16, "elements of type \(dtype.rawValue) are no halves of floats")
        return bytes.assumingMemoryBound(to: UInt16.self)
    }
}
