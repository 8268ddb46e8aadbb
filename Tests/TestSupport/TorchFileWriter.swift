import Foundation
import NeuralNetwork

/// Writes weights as `torch.save` does, for models whose weights are too many to store as fixtures.
public enum TorchFileWriter {
    public enum Container: CaseIterable, Sendable {
        case zip
        case legacy
    }

    /// The bytes of a file that holds a dictionary of contiguous tensors.
    ///
    /// - Precondition: the tensors are of F32 or I64.
    public static func data(_ entries: [SafeTensors.Entry], in container: Container) -> Data {
        let keys = entries.indices.map(String.init)
        let program = pickle(entries, keys: keys, hasViews: container == .legacy)
        switch container {
        case .legacy: return legacy(program, zip(keys, entries).map { ($0, $1) })
        case .zip:
            var parts = [("weights/data.pkl", program), ("weights/byteorder", Data("little".utf8))]
            for (key, entry) in zip(keys, entries) { parts.append(("weights/data/\(key)", entry.data)) }
            return archive(parts)
        }
    }

    private static func pickle(_ entries: [SafeTensors.Entry], keys: [String], hasViews: Bool) -> Data {
        var bytes = Data([0x80, 2, UInt8(ascii: "}"), UInt8(ascii: "(")])
        func text(_ text: String) {
            bytes += [UInt8(ascii: "X")] + little(UInt32(text.utf8.count)) + Array(text.utf8)
        }
        func global(_ module: String, _ name: String) { bytes += Data("c\(module)\n\(name)\n".utf8) }
        func integer(_ number: Int) { bytes += [UInt8(ascii: "J")] + little(Int32(number)) }
        func tuple(_ numbers: [Int]) {
            bytes += Data("(".utf8)
            numbers.forEach(integer)
            bytes += Data("t".utf8)
        }
        for (entry, key) in zip(entries, keys) {
            text(entry.name)
            global("torch._utils", "_rebuild_tensor_v2")
            bytes += Data("((".utf8)
            text("storage")
            global("torch", entry.dtype == .i64 ? "LongStorage" : "FloatStorage")
            text(key)
            text("cpu")
            integer(entry.count)
            bytes += Data((hasViews ? "NtQ" : "tQ").utf8)
            integer(0)
            tuple(entry.shape)
            tuple(entry.shape.indices.map { entry.shape[($0 + 1)...].reduce(1, *) })
            bytes.append(0x89)
            global("collections", "OrderedDict")
            bytes += Data(")RtR".utf8)
        }
        return bytes + Data("u.".utf8)
    }

    private static func legacy(_ program: Data, _ storages: [(key: String, entry: SafeTensors.Entry)]) -> Data
    {
        var bytes = Data([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19])
        bytes += Data(".".utf8) + [0x80, 2, UInt8(ascii: "M")] + little(UInt16(1001)) + Data(".".utf8)
        bytes += Data([0x80, 2]) + Data("}.".utf8) + program + [0x80, 2] + Data("](".utf8)
        for (key, _) in storages {
            bytes += [UInt8(ascii: "X")] + little(UInt32(key.utf8.count)) + Array(key.utf8)
        }
        bytes += Data("e.".utf8)
        for (_, entry) in storages { bytes += little(Int64(entry.count)) + entry.data }
        return bytes
    }

    /// A zip archive of stored entries without checksums, as PyTorch writes it where it is told to leave them out.
    public static func archive(_ parts: [(name: String, data: Data)]) -> Data {
        var bytes = Data()
        var directory = Data()
        for (name, data) in parts {
            let sizes = little(UInt32(0)) + little(UInt32(data.count)) + little(UInt32(data.count))
            let names = little(UInt16(name.utf8.count)) + little(UInt16(0))
            directory += [0x50, 0x4B, 1, 2] + [UInt8](repeating: 0, count: 12) + sizes + names
            directory += [UInt8](repeating: 0, count: 10) + little(UInt32(bytes.count)) + Array(name.utf8)
            bytes += [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 10) + sizes + names + Array(name.utf8)
            bytes += data
        }
        let count = little(UInt16(parts.count))
        let end = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 4) + count + count
        return bytes + directory + end + little(UInt32(directory.count)) + little(UInt32(bytes.count)) + [
            0, 0,
        ]
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
