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
    /// A signed whole number of 64 bits.
    case i64 = "I64"
    /// A signed whole number of 32 bits.
    case i32 = "I32"
    /// A signed whole number of 16 bits.
    case i16 = "I16"
    /// A signed whole number of 8 bits.
    case i8 = "I8"
    /// An unsigned whole number of 8 bits.
    case u8 = "U8"
    /// One byte an element, 0 or 1.
    case bool = "BOOL"

    /// Bytes an element.
    public var byteCount: Int {
        switch self {
        case .f64, .i64: 8
        case .f32, .i32: 4
        case .f16, .bf16, .i16: 2
        case .i8, .u8, .bool: 1
        }
    }

    /// Bytes that a tensor of `shape` takes, or nil where a dimension is negative or the product overflows.
    func byteCount(of shape: [Int]) -> Int? {
        var count = 1
        for dimension in shape {
            guard dimension >= 0 else { return nil }
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow else { return nil }
            count = product
        }
        let (bytes, overflow) = count.multipliedReportingOverflow(by: byteCount)
        return overflow ? nil : bytes
    }
}
