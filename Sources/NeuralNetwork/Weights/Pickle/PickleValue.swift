/// What a pickle can make. Compound values are numbers of objects in a `PickleHeap`, so that neither deep nesting nor a cycle
/// costs more than the bytes that describe it.
enum PickleValue: Equatable {
    case nothing
    case bool(Bool)
    case integer(Int)
    /// A whole number beyond 64 bits: its digits in text, or its bytes in little-endian order.
    case largeInteger(PickleText)
    case real(Double)
    case text(PickleText)
    case bytes(PickleText)
    case tuple(Int)
    /// A list, or a set, whose order is that of the file.
    case list(Int)
    case dictionary(Int)
    case global(TorchGlobal)
    case storage(Int)
    case tensor(Int)
    /// A thing that is known, harmless and of no use here, such as a device.
    case opaque
}

/// A place in the pickle's bytes: that of a text's or a number's own bytes.
struct PickleText: Hashable {
    let start: UInt32
    let count: UInt32
}
