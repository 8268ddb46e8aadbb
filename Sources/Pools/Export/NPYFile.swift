import Foundation
import Workspace

/// An array as NumPy saves it (NumPy Enhancement Proposal 1, format 1.0): little-endian, rows one after the other.
struct NPYFile {
    private let description: String
    private let shape: [Int]
    private let data: Data

    /// Numbers, with the shape that NumPy is to give them.
    ///
    /// - Precondition: the shape has as many elements as there are numbers.
    init<Element: NPYElement>(_ values: [Element], shape: [Int]) {
        precondition(
            values.count == shape.reduce(1, *), "NPYFile: \(values.count) numbers for shape \(shape)")
        self.shape = shape
        description = Element.npyDescription
        #if _endian(big)
            #error("NPYFile writes numbers as the processor holds them, and says that they are little-endian")
        #endif
        data = values.withUnsafeBytes { Data($0) }
    }

    /// Texts, as NumPy's fixed-width strings of Unicode's code points.
    init(_ texts: [String]) {
        let width = max(1, texts.map(\.unicodeScalars.count).max() ?? 1)
        shape = [texts.count]
        description = "<U\(width)"
        var points: [UInt32] = []
        for text in texts {
            let scalars = text.unicodeScalars.map(\.value)
            points += scalars + [UInt32](repeating: 0, count: width - scalars.count)
        }
        data = points.withUnsafeBytes { Data($0) }
    }

    /// Writes the file, which must not exist yet.
    func write(to url: URL) throws {
        let file = try FileWriter(creating: url)
        let axes = shape.map { "\($0)," }.joined(separator: " ")
        let tuple = "(" + (shape.count > 1 ? String(axes.dropLast()) : axes) + ")"
        var header = "{'descr': '\(description)', 'fortran_order': False, 'shape': \(tuple), }"
        // Magic, version, length and header together take a multiple of 64 bytes, the header ending in a line end.
        let length = 10 + header.utf8.count + 1
        header += String(repeating: " ", count: (64 - length % 64) % 64) + "\n"
        let count = UInt16(header.utf8.count)
        try file.write([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(count & 0xFF), UInt8(count >> 8)])
        try file.write(Array(header.utf8))
        try file.write(data)
        try file.flush()
    }
}

/// A number that an `.npy` file can hold.
protocol NPYElement: BitwiseCopyable {
    /// NumPy's name of the type.
    static var npyDescription: String { get }
}

extension UInt8: NPYElement { static var npyDescription: String { "|u1" } }
extension Int32: NPYElement { static var npyDescription: String { "<i4" } }
extension Int64: NPYElement { static var npyDescription: String { "<i8" } }
extension Float: NPYElement { static var npyDescription: String { "<f4" } }
