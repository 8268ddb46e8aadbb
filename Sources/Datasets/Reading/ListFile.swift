import Foundation
import Imaging
import Workspace

/// A list on disk, one record a line, read by bytes: lists of two hundred thousand lines open in a fraction of a second.
///
/// Lines end in LF or CRLF, blanks before the end are skipped, and so are a byte order mark and empty lines, though they
/// count. A comma within quotation marks parts no fields.
struct ListFile {
    let bytes: [UInt8]
    /// The whole path.
    let path: String
    /// The path that problems name, relative to the data set's folder.
    let name: String
    /// Whether fields are parted by commas; otherwise by runs of blanks.
    let isCommaSeparated: Bool

    private static let sizeLimit = 1 << 30

    /// - Throws: as `FileContents.bytes(of:)`.
    init(_ url: URL, name: String) throws {
        bytes = try FileContents.bytes(of: url, limit: Self.sizeLimit)
        path = url.path
        self.name = name
        isCommaSeparated = url.pathExtension.lowercased() == "csv"
    }

    /// A line that is not empty.
    struct Line {
        /// Counted from 1, empty lines included.
        let number: Int
        /// Where the fields lie in `bytes`; at least one.
        let fields: [Range<Int>]
    }

    /// The lines that are not empty, found as they are asked for.
    var lines: some Sequence<Line> {
        sequence(state: (number: 0, position: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)) {
            state -> Line? in
            while state.position < bytes.count {
                var fields: [Range<Int>] = []
                state.number += 1
                state.position = readLine(from: state.position, into: &fields)
                if !fields.isEmpty { return Line(number: state.number, fields: fields) }
            }
            return nil
        }
    }

    /// The text of a field.
    func text(_ field: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[field]), as: UTF8.self)
        }
    }

    /// A field that is a whole number of at most nine digits.
    func integer(_ field: Range<Int>) -> Int? {
        guard !field.isEmpty else { return nil }
        var digits = field
        let isNegative = bytes[digits.lowerBound] == UInt8(ascii: "-")
        if isNegative || bytes[digits.lowerBound] == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var value = 0
        for position in digits {
            let digit = Int(bytes[position]) - 48
            guard (0...9).contains(digit) else { return nil }
            value = value * 10 + digit
        }
        return isNegative ? -value : value
    }

    /// Reads the fields of the line at `start`; returns where the next one begins.
    private func readLine(from start: Int, into fields: inout [Range<Int>]) -> Int {
        bytes.withUnsafeBufferPointer { bytes in
            let newline = UInt8(ascii: "\n")
            var position = start
            var fieldStart = start
            var isQuoted = false
            while position < bytes.count, bytes[position] != newline {
                if isCommaSeparated {
                    if bytes[position] == UInt8(ascii: "\"") {
                        isQuoted.toggle()
                    } else if bytes[position] == UInt8(ascii: ","), !isQuoted {
                        fields.append(trimmed(fieldStart..<position, bytes))
                        fieldStart = position + 1
                    }
                } else if Self.isBlank(bytes[position]) {
                    if fieldStart < position { fields.append(fieldStart..<position) }
                    fieldStart = position + 1
                }
                position += 1
            }
            if isCommaSeparated {
                let last = trimmed(fieldStart..<position, bytes)
                if !last.isEmpty || !fields.isEmpty { fields.append(last) }
            } else if fieldStart < position {
                fields.append(fieldStart..<position)
            }
            return position + 1
        }
    }

    /// Without blanks and quotation marks around it.
    private func trimmed(_ field: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var field = field
        func isOuter(_ byte: UInt8) -> Bool { Self.isBlank(byte) || byte == UInt8(ascii: "\"") }
        while let first = field.first, isOuter(bytes[first]) { field = field.dropFirst() }
        while let last = field.last, isOuter(bytes[last]) { field = field.dropLast() }
        return field
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
