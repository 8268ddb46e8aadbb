/// The type of a stored tensor's elements; the raw value is the name that the safetensors format gives it.
public enum ElementType: String, Sendable, CaseIterable {
    /// IEEE 754 binary64.
    case f64 = "F64"
    /// IEEE 754 binary32.
    case f32 = "F32"
    /// IEEE 754 binary16.
    case f16 = "F16"
    /// The upper half of a binary32.
    case bf16 = "BF16"
    /// Four bits of exponent, three of mantissa, no infinities (Micikevicius et al., "FP8 formats for deep learning", 2022).
    case f8e4m3 = "F8_E4M3"
    /// The upper half of a binary16.
    case f8e5m2 = "F8_E5M2"
    /// A signed whole number of 64 bits.
    case i64 = "I64"
    /// A signed whole number of 32 bits.
    case i32 = "I32"
    /// A signed whole number of 16 bits.
    case i16 = "I16"
    /// A signed whole number of 8 bits.
    case i8 = "I8"
    /// An unsigned whole number of 64 bits.
    case u64 = "U64"
    /// An unsigned whole number of 32 bits.
    case u32 = "U32"
    /// An unsigned whole number of 16 bits.
    case u16 = "U16"
    /// An unsigned whole number of 8 bits.
    case u8 = "U8"
    /// One byte an element, 0 or 1.
    case bool = "BOOL"
    /// Two binary32, the real part and the imaginary one. Carried along, but not read as numbers.
    case c64 = "C64"

    /// Bytes an element.
    public var byteCount: Int {
        switch self {
        case .f64, .i64, .u64, .c64: 8
        case .f32, .i32, .u32: 4
        case .f16, .bf16, .i16, .u16: 2
        case .f8e4m3, .f8e5m2, .i8, .u8, .bool: 1
        }
    }

    /// Bytes of the words that byte order turns round.
    var wordByteCount: Int { self == .c64 ? 4 : byteCount }

    /// How many elements a tensor of `shape` has, or nil where a dimension is negative or the product overflows.
    static func count(of shape: [Int]) -> Int? {
        var count = 1
        for dimension in shape {
            guard dimension >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow else { return nil }
            count = product
        }
        return count
    }

    /// Bytes that a tensor of `shape` takes, or nil where a dimension is negative or the product overflows.
    func byteCount(of shape: [Int]) -> Int? {
        guard let count = Self.count(of: shape) else { return nil }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: byteCount)
        return overflow ? nil : bytes
    }
}
