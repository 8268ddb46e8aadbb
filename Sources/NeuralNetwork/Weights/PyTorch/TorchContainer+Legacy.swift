import Foundation

extension TorchContainer {
    /// 0x1950A86A20F9469CFC6C, as protocol 2 writes it.
    private static let magicBytes: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
    /// The same in the digits of protocols 0 and 1.
    static let magicDigits = "119547037146038801333356L"
    private static let version = 1001

    /// Opens the container that PyTorch wrote up to 1.5, and writes on request: pickles of a magic number, a version, facts of
    /// the system, the object, and the keys of the storages; then for each key a 64-bit count and so many elements.
    ///
    /// - Throws: `WeightsError` where it is another pickle, is cut short, or one of its pickles is refused.
    init(legacy bytes: Data, file: String) throws(WeightsError) {
        var machine = PickleMachine(
            ByteReader(bytes, file: file, subject: "its pickle"), fileSize: bytes.count)
        func next() throws(WeightsError) -> PickleValue {
            machine = PickleMachine(machine.reader, fileSize: bytes.count)
            return try machine.run()
        }
        let magic = try next()
        guard case .largeInteger(let text) = magic, case let found = machine.heap.data(text),
            found.elementsEqual(Self.magicBytes) || found.elementsEqual(Self.magicDigits.utf8)
        else {
            throw WeightsError(
                file: file,
                reason:
                    "is a pickle, but not one that torch.save made; in Python, write the weights with torch.save(model.state_dict(), file)"
            )
        }
        guard case .integer(let version) = try next(), version == Self.version else {
            throw WeightsError(
                file: file, reason: "is of another version of the container than \(Self.version)")
        }
        // Facts of the system that wrote it. Its byte order is no matter: storages are little-endian in this container.
        _ = try next()
        root = try next()
        heap = machine.heap
        guard case .list(let list) = try next() else {
            throw WeightsError(
                file: file, reason: "damaged: the list of its storages is missing; copy it again")
        }
        var reader = machine.reader
        let widths = try Self.elementSizes(heap, file: file)
        var storages: [String: Data] = [:]
        for key in machine.heap.lists[list] {
            guard case .text(let text) = key, let name = machine.heap.string(text), let width = widths[name]
            else {
                throw WeightsError(
                    file: file, reason: "damaged: it lists a storage that no tensor has; copy it again")
            }
            let count = try reader.integer(Int64.self)
            let (size, overflow) = Int(clamping: count).multipliedReportingOverflow(by: width)
            guard count >= 0, !overflow, size <= reader.remainingCount else {
                throw WeightsError(
                    file: file,
                    reason:
                        "cut short, or damaged: the storage \(quoted(name)) claims \(count) elements, and \(reader.remainingCount) bytes are left; copy it again"
                )
            }
            guard storages.updateValue(try reader.data(size), forKey: name) == nil else {
                throw WeightsError(file: file, reason: "damaged: it lists the storage \(quoted(name)) twice")
            }
        }
        guard reader.remainingCount == 0 else {
            throw WeightsError(
                file: file,
                reason: "\(reader.remainingCount) bytes behind its last storage belong to none; copy it again"
            )
        }
        self.storages = LegacyStorages(storages: storages)
        self.file = file
        byteCount = bytes.count
    }

    /// Bytes an element of each storage: the container tells counts of elements only.
    private static func elementSizes(_ heap: PickleHeap, file: String) throws(WeightsError) -> [String: Int] {
        var sizes: [String: Int] = [:]
        for storage in heap.storages {
            guard let key = heap.string(storage.key) else {
                throw WeightsError(file: file, reason: "the name of a storage is not UTF-8")
            }
            let size = storage.dtype?.byteCount ?? 1
            guard sizes.updateValue(size, forKey: key) ?? size == size else {
                throw WeightsError(file: file, reason: "the storage \(quoted(key)) is of two types")
            }
        }
        return sizes
    }
}

/// The storages of the legacy container, which lie one behind the other.
private struct LegacyStorages: TorchStorages {
    let storages: [String: Data]

    var isBigEndian: Bool { false }

    func bytes(ofStorage key: String) throws(WeightsError) -> Data? { storages[key] }
}
