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
    /// The first byte.
    var bytes: UnsafeMutableRawPointer { unsafeDowncast(storage, to: HostStorage.self).bytes }

    /// The first element; padding included, `elementCount` follow.
    ///
    /// Valid as long as the buffer's storage lives.
    var floats: UnsafeMutablePointer<Float> {
        require(dtype == .float32, "elements of type \(dtype.rawValue) are no floats")
        return unsafeDowncast(storage, to: HostStorage.self).floats
    }

    /// As `floats`, of a buffer of bf16: the upper halves of floats.
    var halves: UnsafeMutablePointer<UInt16> {
        require(dtype == .bfloat16, "elements of type \(dtype.rawValue) are no halves of floats")
        return unsafeDowncast(storage, to: HostStorage.self).bytes.assumingMemoryBound(to: UInt16.self)
    }
}
