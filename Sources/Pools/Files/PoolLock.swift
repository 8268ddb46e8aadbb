import Foundation
import Workspace

/// Keeps other processes from writing to the same pool while it lives.
struct PoolLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: `WinnowError(.cannotCreate)` where another process has it, or the folder cannot be opened.
    init(_ folder: URL) throws {
        let opened = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { throw WinnowError.failedCall("open", folder, errno: errno) }
        var status = flock(opened, LOCK_EX | LOCK_NB)
        while status != 0, errno == EINTR { status = flock(opened, LOCK_EX | LOCK_NB) }
        guard status == 0 else {
            let error =
                errno == EWOULDBLOCK
                ? WinnowError(
                    .cannotCreate,
                    "\(folder.path): another process writes to this pool; wait until it is done")
                : WinnowError.failedCall("lock", folder, errno: errno)
            // Nothing was written through it.
            _ = close(opened)
            throw error
        }
        descriptor = opened
    }

    /// Gives the lock back. Closing alone would not while a child process that has just been forked holds a copy of the descriptor.
    /// Nothing was written through it that could be lost.
    deinit {
        _ = flock(descriptor, LOCK_UN)
        _ = close(descriptor)
    }
}
