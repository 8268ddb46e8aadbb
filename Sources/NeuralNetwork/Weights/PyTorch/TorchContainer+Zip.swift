import Foundation

extension TorchContainer {
    /// Opens the container that PyTorch has written since 1.6: a zip archive with the pickle in `NAME/data.pkl`, each storage in
    /// `NAME/data/KEY`, and their byte order in `NAME/byteorder`.
    ///
    /// - Throws: `WeightsError` where it is another archive, is damaged, or its pickle is refused.
    init(zip bytes: Data, file: String) throws(WeightsError) {
        let archive = try ZipArchive(bytes, name: file)
        let pickleName = "data.pkl"
        let pickles = archive.entries.map(\.name).filter {
            $0 == pickleName || $0.hasSuffix("/" + pickleName)
        }
        guard let pickle = pickles.first, pickles.count == 1 else {
            throw WeightsError(
                file: file,
                reason:
                    "is a zip archive with \(pickles.isEmpty ? "no entry" : "\(pickles.count) entries") \(pickleName); one that torch.save made has one"
            )
        }
        let folder = String(pickle.dropLast(pickleName.count))
        guard !archive.entries.contains(where: { $0.name.hasPrefix(folder + "code/") }) else {
            throw WeightsError(
                file: file,
                reason:
                    "is a TorchScript program; in Python, save the weights alone: torch.save(torch.jit.load(file).state_dict(), \"weights.pth\")"
            )
        }
        let storages = try ZipStorages(archive: archive, folder: folder, file: file)
        guard let program = try archive.contents(of: pickle) else {
            throw WeightsError(file: file, reason: "the entry \(quoted(pickle)) is missing")
        }
        var machine = PickleMachine(
            ByteReader(program, file: file, subject: "its pickle \(quoted(pickle))"), fileSize: bytes.count)
        root = try machine.run()
        heap = machine.heap
        self.storages = storages
        self.file = file
        byteCount = bytes.count
    }
}

/// The storages of the zip container, an entry each.
private struct ZipStorages: TorchStorages {
    let isBigEndian: Bool
    private let archive: ZipArchive
    private let folder: String

    init(archive: ZipArchive, folder: String, file: String) throws(WeightsError) {
        let order = try archive.contents(of: folder + "byteorder").map {
            String(decoding: $0.prefix(16), as: UTF8.self)
        }
        switch order {
        // Before 2.1 there is no such entry.
        case nil, "little": isBigEndian = false
        case "big": isBigEndian = true
        case let order?:
            throw WeightsError(
                file: file, reason: "its byte order is \(quoted(order)); little and big are known")
        }
        self.archive = archive
        self.folder = folder
    }

    func bytes(ofStorage key: String) throws(WeightsError) -> Data? {
        try archive.contents(of: "\(folder)data/\(key)")
    }
}
