import Foundation

/// Walks over bytes that nobody vouches for, from front to back, and never past their end.
struct ByteReader {
    let bytes: Data
    /// The file's name, for messages.
    let file: String
    /// What the bytes are, for messages: `its pickle`.
    let subject: String
    /// Where the next byte is, counted from the first of `bytes`.
    private(set) var offset: Int

    /// - Precondition: `offset` is in `0...bytes.count`.
    init(_ bytes: Data, file: String, subject: String, offset: Int = 0) {
        precondition(0...bytes.count ~= offset, "a reader at \(offset) of \(bytes.count) bytes")
        self.bytes = bytes
        self.file = file
        self.subject = subject
        self.offset = offset
    }

    var remainingCount: Int { bytes.count - offset }

    /// Steps over `count` bytes and says where they are.
    mutating func range(_ count: Int) throws(WeightsError) -> Range<Int> {
        guard 0...remainingCount ~= count else {
            throw WeightsError(
                file: file,
                reason:
                    "cut short: \(subject) should go on for \(count) bytes at byte \(offset), and \(remainingCount) are there; copy it again"
            )
        }
        defer { offset += count }
        return offset..<offset + count
    }

    /// A slice of the next `count` bytes.
    mutating func data(_ count: Int) throws(WeightsError) -> Data {
        let range = try range(count)
        return bytes[bytes.startIndex + range.lowerBound..<bytes.startIndex + range.upperBound]
    }

    mutating func byte() throws(WeightsError) -> UInt8 {
        let position = try range(1).lowerBound
        return bytes[bytes.startIndex + position]
    }

    /// A number in little-endian order.
    mutating func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) throws(WeightsError) -> Integer {
        try data(MemoryLayout<Integer>.size).withUnsafeBytes {
            Integer(littleEndian: $0.loadUnaligned(as: type))
        }
    }

    /// Steps over the bytes up to a line feed and over that, and says where they are.
    mutating func line() throws(WeightsError) -> Range<Int> {
        let start = offset
        while try byte() != UInt8(ascii: "\n") {}
        return start..<offset - 1
    }
}
