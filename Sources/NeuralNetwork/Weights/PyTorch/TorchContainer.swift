import Foundation

/// What `torch.save` wrote, taken apart: the objects that its pickle describes, and where the storages' bytes are.
struct TorchContainer {
    let file: String
    let heap: PickleHeap
    /// The object that was saved.
    let root: PickleValue
    let storages: any TorchStorages
    /// The size of the whole file in bytes.
    let byteCount: Int

    /// Whether the bytes begin as a pickle does: with a protocol's number or, in protocols 0 and 1, which have none, with the
    /// legacy container's magic number, a mark, something empty, or the name of a module.
    static func looksLikePickle(_ bytes: Data) -> Bool {
        switch bytes.first {
        case 0x80, UInt8(ascii: "("), UInt8(ascii: "]"), UInt8(ascii: "}"): return true
        case UInt8(ascii: "L"): return bytes.dropFirst().starts(with: magicDigits.utf8)
        case UInt8(ascii: "c"):
            let module = bytes.dropFirst().prefix(256).prefix { $0 != UInt8(ascii: "\n") }
            return !module.isEmpty
                && module.allSatisfy {
                    Character(Unicode.Scalar($0)).isLetter || "._0123456789".utf8.contains($0)
                }
        default: return false
        }
    }
}

/// The bytes of the storages that a pickle refers to.
protocol TorchStorages: Sendable {
    /// Whether the bytes of numbers lie in big-endian order.
    var isBigEndian: Bool { get }

    /// The bytes under a key; nil where there are none.
    ///
    /// - Throws: `WeightsError` where they are damaged.
    func bytes(ofStorage key: String) throws(WeightsError) -> Data?
}
