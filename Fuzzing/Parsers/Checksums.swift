import Foundation

@testable import NeuralNetwork

/// The checksums that PNG files and zip archives have over their parts.
enum Checksums {
    private static let signatureOfPNG = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    private static let directorySignature = Data([0x50, 0x4B, 1, 2])

    /// Makes them fit, as far as the parts can be found; `bytes` keeps its size.
    static func mend(_ bytes: inout Data) {
        if bytes.starts(with: signatureOfPNG) {
            mendChunks(&bytes)
        } else if bytes.starts(with: [0x50, 0x4B]) {
            mendEntries(&bytes)
        }
    }

    /// "Portable Network Graphics Specification" (W3C), 5.3: length, type, data, checksum of the two.
    private static func mendChunks(_ bytes: inout Data) {
        var position = signatureOfPNG.count
        while position + 12 <= bytes.count {
            let length = Int(UInt32(integer(bytes, at: position, size: 4)).byteSwapped)
            guard length <= bytes.count - position - 12 else { return }
            let end = position + 8 + length
            set(&bytes, at: end, CRC32.checksum(bytes[position + 4..<end]).byteSwapped)
            position = end + 4
        }
    }

    /// PKWARE, APPNOTE.TXT 6.3.10, 4.3.7 and 4.3.12: the directory says where each entry is, and its checksum.
    private static func mendEntries(_ bytes: inout Data) {
        var search = 0
        while let found = bytes[search...].firstRange(of: directorySignature) {
            search = found.upperBound
            let place = found.lowerBound
            guard place + 46 <= bytes.count else { return }
            let size = integer(bytes, at: place + 20, size: 4)
            let header = integer(bytes, at: place + 42, size: 4)
            guard header + 30 <= bytes.count else { continue }
            let start =
                header + 30 + integer(bytes, at: header + 26, size: 2)
                + integer(bytes, at: header + 28, size: 2)
            guard start <= bytes.count, size <= bytes.count - start else { continue }
            let checksum = CRC32.checksum(bytes[start..<start + size])
            set(&bytes, at: place + 16, checksum)
            // Behind the data where the header says 0.
            if integer(bytes, at: header + 14, size: 4) != 0 { set(&bytes, at: header + 14, checksum) }
        }
    }

    private static func integer(_ bytes: Data, at position: Int, size: Int) -> Int {
        bytes[position..<position + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static func set(_ bytes: inout Data, at position: Int, _ value: UInt32) {
        for index in 0..<4 { bytes[position + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
}
