@preconcurrency internal import CHDF5
import Workspace

/// The number types that are read: those that processors have.
///
/// A file can describe others, of any number of bits at any place, and HDF5 1.10 converts them without checking that they lie within
/// their own bytes.
enum HDF5Type {
    /// Whether a type of the file is a whole number of 1, 2, 4 or 8 bytes, all of which count.
    static func isPlainInteger(_ type: hid_t) -> Bool {
        let size = H5Tget_size(type)
        return H5Tget_class(type) == H5T_INTEGER && [1, 2, 4, 8].contains(size)
            && H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0
            && [H5T_ORDER_LE, H5T_ORDER_BE].contains(H5Tget_order(type))
            && [H5T_SGN_2, H5T_SGN_NONE].contains(H5Tget_sign(type))
    }

    /// Whether a type of the file is `Element`, in either order of bytes.
    static func isPlain<Element: HDF5Element>(_ type: hid_t, _: Element.Type) throws -> Bool {
        if H5Tequal(type, Element.stored) > 0 { return true }
        let failure = WinnowError(.bug, "HDF5 cannot copy a type; free some memory")
        let reversed = try HDF5Handle(H5Tcopy(Element.stored), orThrow: failure)
        try check(H5Tset_order(reversed.identifier, H5T_ORDER_BE), orThrow: failure)
        return H5Tequal(type, reversed.identifier) > 0
    }

    /// Whether a type of the file is a number of single or double precision.
    static func isPlainFloat(_ type: hid_t) throws -> Bool {
        try isPlain(type, Float.self) || isPlain(type, Double.self)
    }
}
