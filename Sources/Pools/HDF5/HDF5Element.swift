@preconcurrency internal import CHDF5

/// A number type that pools store.
///
/// A file's type has to be the same but for the order of its bytes, which the library converts.
protocol HDF5Element: BitwiseCopyable, Sendable {
    /// As the processor holds it.
    static var native: hid_t { get }
    /// As it is written: little-endian on every machine, so that equal pools are equal bytes.
    static var stored: hid_t { get }
    /// What an error message and NumPy call it.
    static var typeName: String { get }
}

extension UInt8: HDF5Element {
    static var native: hid_t { H5T_NATIVE_UINT8_g }
    static var stored: hid_t { H5T_STD_U8LE_g }
    static var typeName: String { "uint8" }
}

extension UInt64: HDF5Element {
    static var native: hid_t { H5T_NATIVE_UINT64_g }
    static var stored: hid_t { H5T_STD_U64LE_g }
    static var typeName: String { "uint64" }
}

extension Int32: HDF5Element {
    static var native: hid_t { H5T_NATIVE_INT32_g }
    static var stored: hid_t { H5T_STD_I32LE_g }
    static var typeName: String { "int32" }
}

extension Int64: HDF5Element {
    static var native: hid_t { H5T_NATIVE_INT64_g }
    static var stored: hid_t { H5T_STD_I64LE_g }
    static var typeName: String { "int64" }
}

extension Float: HDF5Element {
    static var native: hid_t { H5T_NATIVE_FLOAT_g }
    static var stored: hid_t { H5T_IEEE_F32LE_g }
    static var typeName: String { "float32" }
}

extension Double: HDF5Element {
    static var native: hid_t { H5T_NATIVE_DOUBLE_g }
    static var stored: hid_t { H5T_IEEE_F64LE_g }
    static var typeName: String { "float64" }
}
