/// Walks over JSON bytes strictly: objects, arrays of whole numbers, and strings, which is all that a safetensors header
/// is made of.
struct JSONScanner {
    private let bytes: [UInt8]
    private let file: String
    /// Where `bytes` begin in the file, for messages.
    private let offset: Int
    private var index = 0

    init(bytes: [UInt8], file: String, offset: Int) {
        self.bytes = bytes
        self.file = file
        self.offset = offset
    }

    /// The byte at hand, nil at the end.
    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    func failure(_ reason: String) -> WeightsError {
        WeightsError(file: file, reason: "bad header near byte \(offset + index): \(reason)")
    }

    /// Reads an object; `read` is called at each value with its key and must consume the value.
    mutating func members(
        _ read: (inout JSONScanner, String) throws(WeightsError) -> Void
    ) throws(WeightsError) {
        try expect("{")
        if accept("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try read(&self, key)
        } while accept(",")
        try expect("}")
    }

    /// Reads an array of whole numbers from 0 up to `Int.max`.
    mutating func integers() throws(WeightsError) -> [Int] {
        try expect("[")
        if accept("]") { return [] }
        var numbers: [Int] = []
        repeat { numbers.append(try integer()) } while accept(",")
        try expect("]")
        return numbers
    }

    /// Reads a string.
    mutating func string() throws(WeightsError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw failure("a string is not valid UTF-8")
                }
                return string
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                throw failure("a string holds a bare control character")
            default:
                text.append(byte)
            }
        }
        throw failure("a string has no end")
    }

    /// Nothing but white space may follow.
    mutating func end() throws(WeightsError) {
        skipSpace()
        guard index == bytes.count else { throw failure("something follows the closing '}'") }
    }

    // MARK: -

    private mutating func next() -> UInt8? {
        guard let byte = peek else { return nil }
        index += 1
        return byte
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(WeightsError) {
        guard accept(character) else { throw failure("'\(character)' was expected") }
    }

    private mutating func integer() throws(WeightsError) -> Int {
        skipSpace()
        let start = index
        var value = 0
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let (tenfold, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, stillTooLarge) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !tooLarge, !stillTooLarge else { throw failure("a number is too large") }
            value = sum
            index += 1
        }
        guard index > start else { throw failure("a whole number from 0 up was expected") }
        guard bytes[start] != UInt8(ascii: "0") || index == start + 1 else {
            throw failure("a number begins with a needless 0")
        }
        return value
    }

    /// The character of an escape whose backslash has been read.
    private mutating func escape() throws(WeightsError) -> Unicode.Scalar {
        switch next() {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            // Half of a surrogate pair: the other half must follow.
            guard UTF16.isLeadSurrogate(unit), next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u")
            else {
                throw failure("a surrogate stands alone in an escape")
            }
            let trail = try codeUnit()
            guard UTF16.isTrailSurrogate(trail) else {
                throw failure("a surrogate stands alone in an escape")
            }
            return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
        default:
            throw failure("there is no such escape in JSON")
        }
    }

    private mutating func codeUnit() throws(WeightsError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("\\u takes four hexadecimal digits")
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
