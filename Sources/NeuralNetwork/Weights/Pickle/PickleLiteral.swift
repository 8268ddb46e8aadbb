import Foundation

/// The numbers, texts and bytes that pickles write down.
enum PickleLiteral {
    /// Reads what follows an operation that pushes a constant.
    ///
    /// - Returns: nil where it is no such operation, or what follows is not written as it must be.
    static func read(
        _ opcode: PickleOpcode, from reader: inout ByteReader
    ) throws(WeightsError) -> PickleValue? {
        switch opcode {
        case .nothing: return .nothing
        case .newTrue: return .bool(true)
        case .newFalse: return .bool(false)
        case .integer1: return .integer(Int(try reader.byte()))
        case .integer2: return .integer(Int(try reader.integer(UInt16.self)))
        case .integer4: return .integer(Int(try reader.integer(Int32.self)))
        case .long1: return try long(Int(reader.byte()), &reader)
        case .long4: return try long(Int(reader.integer(Int32.self)), &reader)
        case .float: return .real(Double(bitPattern: try reader.integer(UInt64.self).byteSwapped))
        case .integerLine: return integer(try line(&reader), isLong: false, reader)
        case .longLine: return integer(try line(&reader), isLong: true, reader)
        case .floatLine:
            guard let text = try line(&reader), let number = Double(string(text, reader)) else { return nil }
            return .real(number)
        case .stringLine: return quotedText(try line(&reader), reader)
        case .unicodeLine:
            guard let text = try line(&reader), !string(text, reader).contains("\\") else { return nil }
            return .text(text)
        case .unicode1, .string1: return try text(Int(reader.byte()), &reader).map { .text($0) }
        case .unicode4: return try text(Int(reader.integer(UInt32.self)), &reader).map { .text($0) }
        case .string4: return try text(Int(reader.integer(Int32.self)), &reader).map { .text($0) }
        case .unicode8: return try text(Int(clamping: reader.integer(UInt64.self)), &reader).map { .text($0) }
        case .bytes1: return try text(Int(reader.byte()), &reader).map { .bytes($0) }
        case .bytes4: return try text(Int(reader.integer(UInt32.self)), &reader).map { .bytes($0) }
        case .bytes8, .byteArray8:
            return try text(Int(clamping: reader.integer(UInt64.self)), &reader).map { .bytes($0) }
        default: return nil
        }
    }

    private static func text(_ count: Int, _ reader: inout ByteReader) throws(WeightsError) -> PickleText? {
        place(try reader.range(count))
    }

    private static func line(_ reader: inout ByteReader) throws(WeightsError) -> PickleText? {
        place(try reader.line())
    }

    /// Nil behind the first 4 GiB, where no pickle comes near.
    private static func place(_ range: Range<Int>) -> PickleText? {
        guard let start = UInt32(exactly: range.lowerBound), let count = UInt32(exactly: range.count) else {
            return nil
        }
        return PickleText(start: start, count: count)
    }

    private static func string(_ text: PickleText, _ reader: ByteReader) -> String {
        let start = reader.bytes.startIndex + Int(text.start)
        return String(decoding: reader.bytes[start..<start + Int(text.count)], as: UTF8.self)
    }

    /// A whole number of `count` bytes, little-endian, in two's complement.
    private static func long(_ count: Int, _ reader: inout ByteReader) throws(WeightsError) -> PickleValue? {
        let range = try reader.range(count)
        guard count > 0 else { return .integer(0) }
        guard count <= 8 else { return place(range).map { .largeInteger($0) } }
        var bits: UInt64 = 0
        let start = reader.bytes.startIndex + range.lowerBound
        for index in 0..<count { bits |= UInt64(reader.bytes[start + index]) << (8 * UInt64(index)) }
        let unused = UInt64(64 - 8 * count)
        return .integer(Int(Int64(bitPattern: bits << unused) >> Int64(unused)))
    }

    /// A whole number in digits; `00` and `01` are how protocol 1 writes False and True, and an L ends Python 2's long ones.
    private static func integer(_ line: PickleText?, isLong: Bool, _ reader: ByteReader) -> PickleValue? {
        guard let line else { return nil }
        // Digits are not worth decoding where they cannot fit.
        guard line.count <= 24 else { return isLong ? .largeInteger(line) : nil }
        var digits = string(line, reader)
        if !isLong, digits == "00" || digits == "01" { return .bool(digits == "01") }
        if isLong, digits.hasSuffix("L") { digits.removeLast() }
        if let number = Int(digits) { return .integer(number) }
        return isLong && digits.allSatisfy(\.isWholeNumber) ? .largeInteger(line) : nil
    }

    /// A text in quotes, as protocol 0 has it. One with escapes is refused: no tensor's file is in that protocol.
    private static func quotedText(_ line: PickleText?, _ reader: ByteReader) -> PickleValue? {
        guard let line, line.count >= 2 else { return nil }
        let written = string(line, reader)
        guard let quote = written.first, quote == "'" || quote == "\"", written.last == quote,
            !written.contains("\\")
        else { return nil }
        return .text(PickleText(start: line.start + 1, count: line.count - 2))
    }
}
