/// Memory of the processor, from the caching allocator.
final class HostStorage: Storage, @unchecked Sendable {
    // Sendable for the same reason as its superclass.
    let bytes: UnsafeMutableRawPointer

    override init(byteCount: Int) {
        bytes = CachingAllocator.shared.allocate(byteCount)
        super.init(byteCount: byteCount)
    }

    deinit {
        CachingAllocator.shared.release(bytes, byteCount: byteCount)
    }

    var floats: UnsafeMutablePointer<Float> { bytes.assumingMemoryBound(to: Float.self) }
}

extension Buffer {
    /// The first element; padding included, `elementCount` follow.
    ///
    /// Valid as long as the buffer's storage lives.
    var floats: UnsafeMutablePointer<Float> { unsafeDowncast(storage, to: HostStorage.self).floats }
}
