@preconcurrency internal import CHDF5

/// A number type that pools store.
///
/// A file's type has to be of the same kind, width and sign; the byte order may differ, and the library converts it.
protocol HDF5Element: BitwiseCopyable, Sendable {
    /// As the processor holds it.
    static var native: hid_t { get }
    /// As it is written: little-endian on every machine, so that equal pools are equal bytes.
    static var stored: hid_t { get }
    /// What an error message and NumPy call it.
    static var typeName: String { get }
    static var kind: H5T_class_t { get }
    static var isSigned: Bool { get }
}

extension UInt8: HDF5Element {
    static var native: hid_t { H5T_NATIVE_UINT8_g }
    static var stored: hid_t { H5T_STD_U8LE_g }
    static var typeName: String { "uint8" }
    static var kind: H5T_class_t { H5T_INTEGER }
}

extension UInt64: HDF5Element {
    static var native: hid_t { H5T_NATIVE_UINT64_g }
    static var stored: hid_t { H5T_STD_U64LE_g }
    static var typeName: String { "uint64" }
    static var kind: H5T_class_t { H5T_INTEGER }
}

extension Int32: HDF5Element {
    static var native: hid_t { H5T_NATIVE_INT32_g }
    static var stored: hid_t { H5T_STD_I32LE_g }
    static var typeName: String { "int32" }
    static var kind: H5T_class_t { H5T_INTEGER }
}

extension Int64: HDF5Element {
    static var native: hid_t { H5T_NATIVE_INT64_g }
    static var stored: hid_t { H5T_STD_I64LE_g }
    static var typeName: String { "int64" }
    static var kind: H5T_class_t { H5T_INTEGER }
}

extension Float: HDF5Element {
    static var native: hid_t { H5T_NATIVE_FLOAT_g }
    static var stored: hid_t { H5T_IEEE_F32LE_g }
    static var typeName: String { "float32" }
    static var kind: H5T_class_t { H5T_FLOAT }
    static var isSigned: Bool { true }
}

extension Double: HDF5Element {
    static var native: hid_t { H5T_NATIVE_DOUBLE_g }
    static var stored: hid_t { H5T_IEEE_F64LE_g }
    static var typeName: String { "float64" }
    static var kind: H5T_class_t { H5T_FLOAT }
    static var isSigned: Bool { true }
}
