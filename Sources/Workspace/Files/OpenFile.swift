import Foundation
import Glibc

/// An open file; closed when it goes out of scope.
struct OpenFile: ~Copyable {
    let url: URL
    let descriptor: Int32

    /// Opens a file that exists.
    init(reading url: URL) throws {
        // Opening a folder succeeds and reading it does not: say so here, where it can be said plainly.
        var status = stat()
        if stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            throw WinnowError(.badData, "\(url.path): is a folder; a file is needed here")
        }
        try self.init(url, flags: O_RDONLY, action: "read")
    }

    /// Makes a file that must not exist yet.
    init(creating url: URL) throws {
        try self.init(url, flags: O_WRONLY | O_CREAT | O_EXCL, action: "create")
    }

    /// Opens or makes a file to which every write is appended.
    init(appendingTo url: URL) throws {
        try self.init(url, flags: O_WRONLY | O_CREAT | O_APPEND, action: "write")
    }

    /// Opens a folder, to be synced.
    init(folder url: URL) throws {
        try self.init(url, flags: O_RDONLY | O_DIRECTORY, action: "open")
    }

    private init(_ url: URL, flags: Int32, action: String) throws {
        descriptor = try Self.open(url, flags: flags, action: action)
        self.url = url
    }

    deinit { close(descriptor) }

    private static func open(_ url: URL, flags: Int32, action: String) throws -> Int32 {
        while true {
            let descriptor = Glibc.open(url.path, flags | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw WinnowError.failedCall(action, url, errno: errno) }
        }
    }

    /// Writes all bytes at the file's position.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw WinnowError.failedCall("write", url, errno: errno)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads into `buffer`; returns how many bytes came, 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR {
                // The file was there when it was opened: what fails now is the device.
                throw WinnowError(
                    .ioFailed, "\(url.path): cannot read: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Hands the file in pieces to `consume`.
    func forEachPiece(ofSize size: Int = 1 << 20, _ consume: (UnsafeRawBufferPointer) throws -> Void) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return }
            try consume(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    /// Waits until the file is on the disk.
    func sync() throws {
        // Some file systems do not sync folders or special files and say so with EINVAL; there is nothing to wait for then.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
            throw WinnowError.failedCall("sync", url, errno: errno)
        }
    }

    /// Asks the system to forget its copy, so that the next read comes from the disk. Only advice: failure changes nothing.
    func dropCache() {
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    }
}
