import Foundation
import Glibc

/// A new file that is written piece by piece, for what is too large to be held in memory.
///
/// Small pieces are gathered. What is written is in the file once ``flush()`` has returned; a writer that goes without it leaves
/// out what was gathered last, so that a file is made inside of ``AtomicFile/replace(_:writing:)`` or
/// ``OutputFolder/replace(_:force:writing:)``, which drop it where writing fails.
public final class FileWriter {
    public let url: URL
    private let file: OpenFile
    private var pending: [UInt8] = []
    private static let capacity = 1 << 20

    /// Makes the file, which must not exist yet.
    ///
    /// - Throws: `WinnowError` `.cannotCreate` or `.ioFailed`.
    public init(creating url: URL) throws {
        self.url = url
        file = try OpenFile(creating: url)
        pending.reserveCapacity(Self.capacity)
    }

    /// Writes bytes behind those before.
    ///
    /// - Throws: `WinnowError(.ioFailed)` where the disk is full or fails.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        if pending.count + bytes.count > Self.capacity { try flush() }
        if bytes.count > Self.capacity {
            try file.write(bytes)
        } else {
            pending.append(contentsOf: bytes)
        }
    }

    /// Writes bytes behind those before, as the other function.
    public func write(_ bytes: some ContiguousBytes) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Goes on at another place of the file, counted in bytes from its beginning; what lies between reads as zeros.
    public func seek(to offset: Int) throws {
        try flush()
        guard lseek(file.descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw WinnowError.failedCall("write", url, errno: errno)
        }
    }

    /// Makes the file `count` bytes long, with zeros at its end where it was shorter.
    public func setLength(_ count: Int) throws {
        try flush()
        guard ftruncate(file.descriptor, off_t(count)) == 0 else {
            throw WinnowError.failedCall("write", url, errno: errno)
        }
    }

    /// Hands over to the system what was gathered.
    public func flush() throws {
        guard !pending.isEmpty else { return }
        try pending.withUnsafeBytes { try file.write($0) }
        pending.removeAll(keepingCapacity: true)
    }
}
