import Foundation
import Workspace

/// A tar archive that is written file by file: plain files in the ustar format (POSIX.1-2017, pax, "ustar Interchange Format"), which
/// belong to nobody and were changed at the beginning of time, so that equal files give equal archives.
struct TarWriter {
    private let file: FileWriter
    private var count = 0

    private static let blockSize = 512
    /// Archives are filled up to whole records.
    private static let recordSize = 20 * blockSize
    /// What 11 octal digits hold.
    private static let sizeLimit = 1 << 33

    /// - Throws: `WinnowError` `.cannotCreate` or `.ioFailed`.
    init(creating url: URL) throws { file = try FileWriter(creating: url) }

    /// Adds a file.
    ///
    /// - Precondition: the name has 1 to 100 bytes, the file less than 8 GiB.
    mutating func add(_ name: String, _ bytes: Data) throws {
        try write(Data(Self.header(name, byteCount: bytes.count)))
        try write(bytes)
        try pad(to: Self.blockSize)
    }

    /// Ends the archive.
    mutating func finish() throws {
        try write(Data(count: 2 * Self.blockSize))
        try pad(to: Self.recordSize)
        try file.flush()
    }

    private mutating func write(_ bytes: Data) throws {
        try file.write(bytes)
        count += bytes.count
    }

    private mutating func pad(to size: Int) throws {
        let rest = count % size
        if rest > 0 { try write(Data(count: size - rest)) }
    }

    private static func header(_ name: String, byteCount: Int) -> [UInt8] {
        precondition((1...100).contains(name.utf8.count), "TarWriter: a name of \(name.utf8.count) bytes")
        precondition(byteCount < sizeLimit, "TarWriter: a file of \(byteCount) bytes")
        var header = [UInt8](repeating: 0, count: blockSize)
        func put(_ text: some Sequence<UInt8>, at offset: Int) {
            for (place, byte) in text.enumerated() { header[offset + place] = byte }
        }
        func putOctal(_ number: Int, at offset: Int, digits: Int) {
            let text = String(number, radix: 8)
            put((String(repeating: "0", count: digits - text.count) + text).utf8, at: offset)
        }
        put(name.utf8, at: 0)
        putOctal(0o644, at: 100, digits: 7)  // mode
        putOctal(0, at: 108, digits: 7)  // user
        putOctal(0, at: 116, digits: 7)  // group
        putOctal(byteCount, at: 124, digits: 11)
        putOctal(0, at: 136, digits: 11)  // time
        header[156] = UInt8(ascii: "0")  // a plain file
        put("ustar\0".utf8, at: 257)
        put("00".utf8, at: 263)
        putOctal(0, at: 329, digits: 7)  // device, major and minor
        putOctal(0, at: 337, digits: 7)
        // The checksum is the sum of all bytes, its own counted as blanks.
        put([UInt8](repeating: 0x20, count: 8), at: 148)
        putOctal(header.reduce(0) { $0 + Int($1) }, at: 148, digits: 6)
        header[154] = 0
        return header
    }
}
