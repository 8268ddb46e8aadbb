import Foundation

/// The checksum of zip archives: polynomial 0x04C11DB7, reflected (ISO 3309).
enum CRC32 {
    /// Row k holds what a byte adds when k more bytes follow in the same step, so that a step takes eight bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            tables[byte] = (0..<8).reduce(UInt32(byte)) { value, _ in
                value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
            }
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
        }
        return tables
    }()

    static func checksum(_ data: Data) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            data.withUnsafeBytes { bytes in
                var value = ~UInt32(0)
                var index = 0
                while index + 8 <= bytes.count {
                    let word =
                        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                        ^ UInt64(value)
                    value = 0
                    for byte in 0..<8 {
                        value ^= tables[(7 - byte) << 8 | Int(word >> (8 * UInt64(byte)) & 0xFF)]
                    }
                    index += 8
                }
                while index < bytes.count {
                    value = tables[Int(UInt8(truncatingIfNeeded: value) ^ bytes[index])] ^ value >> 8
                    index += 1
                }
                return ~value
            }
        }
    }
}
