import Foundation

/// A single value as NumPy saves it in an `.npy` file (NumPy Enhancement Proposal 1): an array without axes, of a number or a text.
///
/// The file is taken only if it is to the letter what NumPy writes; pickled objects are refused.
struct NumPyScalar {
    /// Why a file is refused.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// The value in words: a whole number without a point, a text without the zeros behind it.
    let text: String

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    /// NumPy's own header of such a file has 118 bytes.
    private static let headerLimit = 4096

    init(_ bytes: [UInt8]) throws(Refusal) {
        let (header, start) = try Self.header(of: bytes)
        let type = try Self.type(in: header)
        let data = bytes[start...]
        guard data.count == type.size else {
            throw Refusal(description: "has \(data.count) bytes of data, where \(type.size) are announced")
        }
        text = try type.text(of: Array(data))
    }

    /// The dictionary in the header, and where the data begin.
    private static func header(of bytes: [UInt8]) throws(Refusal) -> (text: String, end: Int) {
        guard bytes.count >= 12, bytes.starts(with: magic) else {
            throw Refusal(description: "is not an .npy file")
        }
        let isFirstVersion = bytes[6] == 1
        guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
            throw Refusal(description: "is of version \(bytes[6]).\(bytes[7]) of .npy, which is not read")
        }
        let start = isFirstVersion ? 10 : 12
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= min(headerLimit, bytes.count - start) else {
            throw Refusal(description: "is cut short")
        }
        let end = start + length
        var text = String(decoding: bytes[start..<end], as: UTF8.self)
        while let last = text.last, last == " " || last == "\n" { text.removeLast() }
        return (text, end)
    }

    /// The type in a header, which has to say that the array has no axes.
    private static func type(in header: String) throws(Refusal) -> NumPyType {
        let pieces = header.components(separatedBy: "'")
        guard pieces.count == 9, pieces[0] == "{", pieces[1] == "descr", pieces[2] == ": ",
            pieces[4] == ", ", pieces[5] == "fortran_order", [": False, ", ": True, "].contains(pieces[6]),
            pieces[7] == "shape", pieces[8].hasPrefix(": ("), pieces[8].hasSuffix("), }")
        else { throw Refusal(description: "has a header that NumPy does not write") }
        guard pieces[8] == ": (), }" else {
            let shape = pieces[8].dropFirst(2).dropLast(3)
            throw Refusal(description: "holds an array of shape \(shape), where a single value is expected")
        }
        guard let type = NumPyType(pieces[3]) else {
            throw Refusal(
                description: "holds a value of type \(pieces[3]), where a number or a text is expected")
        }
        return type
    }
}

/// A type by NumPy's name, such as `<i8`: the order of bytes, the kind, and how many bytes or characters.
private struct NumPyType {
    private enum Kind: Character {
        case signed = "i"
        case unsigned = "u"
        case float = "f"
        case unicode = "U"
        case ascii = "S"
    }

    private let kind: Kind
    private let isBigEndian: Bool
    /// In bytes.
    let size: Int

    init?(_ name: String) {
        guard name.count >= 3, let order = name.first, "<>|".contains(order),
            let kind = Kind(rawValue: name[name.index(after: name.startIndex)]),
            let count = Int(name.dropFirst(2)), String(count) == name.dropFirst(2)
        else { return nil }
        let counts: [Int] =
            switch kind {
            case .signed, .unsigned: [1, 2, 4, 8]
            case .float: [4, 8]
            case .unicode, .ascii: Array(1...64)
            }
        guard counts.contains(count) else { return nil }
        self.kind = kind
        isBigEndian = order == ">"
        size = kind == .unicode ? 4 * count : count
    }

    /// - Precondition: there are `size` bytes.
    func text(of bytes: [UInt8]) throws(NumPyScalar.Refusal) -> String {
        switch kind {
        case .signed:
            let shift = 64 - 8 * size
            return String((Int64(bitPattern: bits(bytes)) << shift) >> shift)
        case .unsigned: return String(bits(bytes))
        case .float:
            let value =
                size == 4
                ? Double(Float(bitPattern: UInt32(bits(bytes)))) : Double(bitPattern: bits(bytes))
            return Int(exactly: value).map(String.init) ?? String(value)
        case .ascii:
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        case .unicode:
            var text = String.UnicodeScalarView()
            for start in stride(from: 0, to: size, by: 4) {
                let point = bits(Array(bytes[start..<start + 4]))
                if point == 0 { break }
                guard let scalar = UnicodeScalar(UInt32(point)) else {
                    throw NumPyScalar.Refusal(description: "holds a text that is not Unicode")
                }
                text.append(scalar)
            }
            return String(text)
        }
    }

    /// At most eight bytes as one number.
    private func bits(_ bytes: [UInt8]) -> UInt64 {
        (isBigEndian ? bytes : bytes.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
