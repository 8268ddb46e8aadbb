@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// The one way into the HDF5 library.
///
/// The library is not promised to be thread-safe, so every call is made inside ``run(_:)``. The lock is recursive:
/// a handle that goes out of scope inside closes itself there.
enum HDF5Library {
    private static let lock = NSRecursiveLock()

    /// The library's exit handler is turned off before anything else: it writes to files that are still open, and
    /// crashes where an earlier write failed. Nothing is lost, because all writing goes to memory first. No file may make the
    /// library load filters from elsewhere.
    private static let isOpen: Bool = H5dont_atexit() >= 0 && H5open() >= 0 && H5PLset_loading_state(0) >= 0

    /// The library's constant for "the defaults", whatever is asked.
    static let defaults: hid_t = 0
    /// The library's constant for "the whole data space".
    static let everything: hid_t = 0

    /// Runs `body` while no other thread is inside the library.
    static func run<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result {
        lock.lock()
        defer { lock.unlock() }
        guard isOpen else {
            throw WinnowError(.bug, "the HDF5 library does not start; reinstall libhdf5")
        }
        // Printing is a setting of each thread in a thread-safe build, so it is turned off at each entry.
        guard H5Eset_auto2(defaults, nil, nil) >= 0 else {
            throw WinnowError(.bug, "the HDF5 library refuses to keep quiet about errors; reinstall libhdf5")
        }
        return try body()
    }

    /// Closes an identifier of any kind.
    ///
    /// The outcome is of no use to anyone: files on disk are only read, and files in memory have been copied out. A
    /// refusal costs one identifier.
    static func release(_ identifier: hid_t) {
        lock.lock()
        defer { lock.unlock() }
        if H5Idec_ref(identifier) < 0 { _ = H5Eclear2(defaults) }
    }
}
