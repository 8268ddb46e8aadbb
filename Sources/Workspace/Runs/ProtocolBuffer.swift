/// Writes the few protocol buffer fields that TensorBoard's events need.
///
/// Source: the Protocol Buffers encoding, "Message Structure" (protobuf.dev/programming-guides/encoding).
struct ProtocolBuffer {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ value: Int, field: Int) {
        tag(field, wire: 0)
        variableLength(UInt64(bitPattern: Int64(value)))
    }

    mutating func double(_ value: Double, field: Int) {
        tag(field, wire: 1)
        bytes += value.bitPattern.littleEndianBytes
    }

    mutating func float(_ value: Float, field: Int) {
        tag(field, wire: 5)
        bytes += value.bitPattern.littleEndianBytes
    }

    mutating func data(_ value: some Collection<UInt8>, field: Int) {
        tag(field, wire: 2)
        variableLength(UInt64(value.count))
        bytes += value
    }

    mutating func message(field: Int, _ build: (inout ProtocolBuffer) -> Void) {
        var inner = ProtocolBuffer()
        build(&inner)
        data(inner.bytes, field: field)
    }

    private mutating func tag(_ field: Int, wire: UInt64) { variableLength(UInt64(field) << 3 | wire) }

    private mutating func variableLength(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension FixedWidthInteger {
    /// The number's bytes, lowest first.
    var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
