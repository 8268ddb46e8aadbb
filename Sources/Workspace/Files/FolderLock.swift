import Foundation

/// Lets one process at a time change what lies in a folder.
public enum FolderLock {
    /// Runs `body` while no other process holds the folder; waits for one that does.
    ///
    /// - Throws: `WinnowError` where the folder cannot be opened or locked, and what `body` throws.
    public static func hold<Result>(_ folder: URL, _ body: () throws -> Result) throws -> Result {
        let handle = Glibc.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0 else {
            throw WinnowError.failedCall("open", folder, errno: errno)
        }
        // Closing alone would not let go of the lock while a child process that has just been forked holds a copy.
        defer {
            _ = flock(handle, LOCK_UN)
            close(handle)
        }
        while flock(handle, LOCK_EX) != 0 {
            guard errno == EINTR else { throw WinnowError.failedCall("lock", folder, errno: errno) }
        }
        return try body()
    }
}
