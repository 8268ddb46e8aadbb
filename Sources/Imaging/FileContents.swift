import Foundation
import Workspace

/// Reads whole files, and says in one line what stands in the way.
package enum FileContents {
    /// The bytes of a regular file.
    ///
    /// - Parameters:
    ///   - limit: a larger file is refused before it is read.
    ///   - prefix: where given, at most so many bytes from the beginning.
    /// - Throws: `WinnowError` of kind `.missingInput` where there is no such file, `.badData` where it is not a regular
    ///   file or above the limit, `.ioFailed` where it cannot be read.
    package static func bytes(of url: URL, limit: Int = .max, prefix: Int = .max) throws -> [UInt8] {
        let path = url.path
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(errno, path) }
        // Opening a pipe would wait for its writer.
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw WinnowError(.badData, "\(path): not a file; name a file here")
        }
        let count = Int(status.st_size)
        guard count <= limit else {
            throw WinnowError(
                .badData,
                "\(path): \(count) bytes, more than the \(limit) that such a file may have; is it the right one?"
            )
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno, path) }
        defer { close(descriptor) }
        let wanted = min(count, prefix)
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let got = read(descriptor, buffer.baseAddress! + filled, wanted - filled)
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    break
                } else if errno != EINTR {
                    problem = errno
                    break
                }
            }
        }
        guard problem == 0 else { throw failure(problem, path) }
        return bytes
    }

    private static func failure(_ code: Int32, _ path: String) -> WinnowError {
        switch code {
        case ENOENT, ENOTDIR: WinnowError(.missingInput, "\(path): no such file; check the path")
        default: WinnowError(.ioFailed, "\(path): cannot be read (\(String(cString: strerror(code))))")
        }
    }
}
