@preconcurrency internal import CHDF5
import Workspace

/// An identifier of the HDF5 library, closed when it goes out of scope.
struct HDF5Handle: ~Copyable {
    let identifier: hid_t

    /// Takes over an identifier that the library has just returned.
    ///
    /// - Parameter failure: what to throw where the library returned none.
    init(_ identifier: hid_t, orThrow failure: @autoclosure () -> WinnowError) throws {
        guard identifier >= 0 else { throw failure() }
        self.identifier = identifier
    }

    deinit { HDF5Library.release(identifier) }
}

/// Throws where a call of the library reports failure.
func check(_ status: herr_t, orThrow failure: @autoclosure () -> WinnowError) throws {
    guard status >= 0 else { throw failure() }
}
