import Foundation
import Testing

@testable import Datasets

/// Files as NumPy writes them.
enum NumPyBytes {
    static func file(_ descr: String, shape: String = "()", _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        file(
            header: "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }", data,
            version: version)
    }

    static func file(header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
        let start = version == 1 ? 10 : 12
        var header = header
        header += String(repeating: " ", count: max(0, 127 - start - header.utf8.count)) + "\n"
        let count = header.utf8.count
        let length = (0..<(start - 8)).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(header.utf8) + data
    }

    static func text(_ text: String) -> [UInt8] {
        file("<U\(text.unicodeScalars.count)", text.unicodeScalars.flatMap { little(Int($0.value), 4) })
    }

    static func number(_ value: Int, _ descr: String) -> [UInt8] {
        let bytes = little(value, Int(String(descr.last!))!)
        return file(descr, descr.first == ">" ? bytes.reversed() : bytes)
    }

    static func little(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

@Suite struct NumPyScalarTests {
    @Test(arguments: ["|i1", "|u1", "<i2", "<u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8"])
    func wholeNumbers(type: String) throws {
        #expect(try NumPyScalar(NumPyBytes.number(7, type)).text == "7")
        if type.contains("i") { #expect(try NumPyScalar(NumPyBytes.number(-2, type)).text == "-2") }
    }

    @Test func fractionsAndTexts() throws {
        let double = NumPyBytes.little(Int(bitPattern: UInt((3.0).bitPattern)), 8)
        #expect(try NumPyScalar(NumPyBytes.file("<f8", double)).text == "3")
        let half = NumPyBytes.little(Int(Float(0.5).bitPattern), 4)
        #expect(try NumPyScalar(NumPyBytes.file("<f4", half)).text == "0.5")
        let notANumber = NumPyBytes.little(Int(Float.nan.bitPattern), 4)
        #expect(try NumPyScalar(NumPyBytes.file("<f4", notANumber)).text == "nan")
        #expect(try NumPyScalar(NumPyBytes.text("10")).text == "10")
        #expect(try NumPyScalar(NumPyBytes.file("<U3", NumPyBytes.little(0x37, 12))).text == "7")
        #expect(try NumPyScalar(NumPyBytes.file("|S2", [0x37, 0])).text == "7")
        #expect(try NumPyScalar(NumPyBytes.file(">U1", [0, 0, 0, 0x35])).text == "5")
        #expect(try NumPyScalar(NumPyBytes.file("|u1", [4], version: 2)).text == "4")
    }

    /// The bytes that `numpy.save` writes of the text "3".
    @Test func whatNumPyWrites() throws {
        let header = "{'descr': '<U1', 'fortran_order': False, 'shape': (), }"
        let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
        let bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, 0x76, 0] + Array(padded.utf8) + [0x33, 0, 0, 0]
        #expect(bytes.count == 132)
        #expect(try NumPyScalar(bytes).text == "3")
        #expect(Array(NumPyScalar.file(ofText: "3")) == bytes)
        #expect(try NumPyScalar(Array(NumPyScalar.file(ofNumber: -10))).text == "-10")
    }

    static let refused: [(bytes: [UInt8], reason: String)] = [
        ([], "is not an .npy file"), (Array("PK\u{3}\u{4} and more".utf8), "is not an .npy file"),
        (NumPyBytes.file("<i8", [1], version: 9), "is of version 9.0"),
        (NumPyBytes.file("<i8", [1]), "has 1 bytes of data, where 8 are announced"),
        (NumPyBytes.file("|u1", [1, 2]), "has 2 bytes of data, where 1 are announced"),
        (NumPyBytes.file("|O", [0x80, 4]), "a value of type |O"),
        (NumPyBytes.file("<U0", []), "a value of type <U0"),
        (NumPyBytes.file("<U99999999999999999999", []), "a value of type"),
        (NumPyBytes.file("<c8", [0, 0, 0, 0, 0, 0, 0, 0]), "a value of type <c8"),
        (NumPyBytes.file("<i8", shape: "(1,)", [1, 0, 0, 0, 0, 0, 0, 0]), "an array of shape (1,)"),
        (NumPyBytes.file("<i3", [1, 2, 3]), "a value of type <i3"),
        (NumPyBytes.file("<U1", [0, 0xD8, 0, 0]), "is not Unicode"),
        (NumPyBytes.file(header: "{'shape': (), 'descr': '<i8'}", [1]), "a header that NumPy does not write"),
        (Array(NumPyBytes.text("1").prefix(40)), "is cut short"),
        (
            NumPyBytes.file("<i8", [1]).prefix(8) + [0xFF, 0xFF] + [UInt8](repeating: 32, count: 60),
            "is cut short"
        ),
    ]

    @Test(arguments: refused.indices)
    func anythingElseIsRefused(index: Int) {
        let (bytes, reason) = Self.refused[index]
        let refusal = #expect(throws: NumPyScalar.Refusal.self) { try NumPyScalar(bytes) }
        #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
    }
}
