import Foundation

/// Builds pickles byte by byte, for tests of what no honest program writes.
enum PickleBytes {
    static func text(_ text: String) -> Data {
        Data([0x58]) + little(UInt32(text.utf8.count)) + Data(text.utf8)
    }

    static func integer(_ number: Int) -> Data {
        guard let small = Int32(exactly: number) else { return Data([0x8A, 8]) + little(Int64(number)) }
        return Data([0x4A]) + little(small)
    }

    static func little(_ number: some FixedWidthInteger) -> Data {
        withUnsafeBytes(of: number.littleEndian) { Data($0) }
    }

    /// `("storage", torch.FloatStorage, "0", "cpu", count)`, and the operation that makes a storage of it.
    static func storage(count: Int, module: String = "torch", type: String = "FloatStorage") -> Data {
        Data("(".utf8) + text("storage") + Data("c\(module)\n\(type)\n".utf8) + text("0") + text("cpu")
            + integer(count)
            + Data("tQ".utf8)
    }

    /// A call of `_rebuild_tensor_v2`.
    static func tensor(_ storage: Data, offset: Int = 0, shape: [Int], strides: [Int]) -> Data {
        func tuple(_ numbers: [Int]) -> Data {
            numbers.reduce(Data("(".utf8)) { $0 + integer($1) } + Data("t".utf8)
        }
        return Data("ctorch._utils\n_rebuild_tensor_v2\n(".utf8) + storage + integer(offset) + tuple(shape)
            + tuple(strides)
            + Data([0x89]) + Data("NtR".utf8)
    }

    /// The program of a dictionary with one value.
    static func dictionary(_ key: String, _ value: Data) -> Data {
        Data([0x80, 2]) + Data("}".utf8) + text(key) + value + Data("s.".utf8)
    }
}
