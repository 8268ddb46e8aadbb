import Foundation

/// The entries of a zip archive that stores them uncompressed, as PyTorch does (PKWARE, APPNOTE.TXT 6.3.10).
///
/// Entries are slices of the archive's bytes. Nothing is unpacked, neither to memory nor to disk.
struct ZipArchive {
    /// What the directory says of an entry, held against the header in front of its bytes.
    struct Entry {
        var name: String
        var isEncrypted: Bool
        /// 0 for stored as it is.
        var compression: UInt16
        var checksum: UInt32
        /// Where the header and the bytes are.
        var extent: Range<Int>
        /// Where the bytes alone are.
        var range: Range<Int>
    }

    /// In the directory's order; names are different.
    let entries: [Entry]
    private let bytes: Data
    private let file: String
    private let position: [String: Int]
    /// Whether the writer left checksums out, as `torch.serialization.set_crc32_options(False)` has it: all are 0 then.
    private let hasChecksums: Bool

    /// - Parameter name: what messages call the archive.
    /// - Throws: `WeightsError` where the directory is damaged, names an entry twice, or points outside of the archive.
    init(_ bytes: Data, name: String) throws(WeightsError) {
        let entries = try ZipDirectory(of: bytes, file: name).entries
        var position: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            guard position.updateValue(index, forKey: entry.name) == nil else {
                throw WeightsError(
                    file: name, reason: "holds the entry \(quoted(entry.name)) twice; save it again")
            }
        }
        // Entries that share bytes would make a small archive a large one.
        var end = 0
        for entry in entries.sorted(by: { $0.extent.lowerBound < $1.extent.lowerBound }) {
            guard entry.extent.lowerBound >= end else {
                throw WeightsError(
                    file: name,
                    reason: "the entry \(quoted(entry.name)) lies inside of another one; save it again")
            }
            end = entry.extent.upperBound
        }
        self.entries = entries
        self.bytes = bytes
        self.position = position
        file = name
        hasChecksums = entries.contains { $0.checksum != 0 }
    }

    /// The bytes of an entry, their checksum compared; nil where there is none of that name.
    ///
    /// - Throws: `WeightsError` where the entry is compressed, encrypted or damaged.
    func contents(of name: String) throws(WeightsError) -> Data? {
        guard let entry = position[name].map({ entries[$0] }) else { return nil }
        guard !entry.isEncrypted else {
            throw WeightsError(
                file: file, reason: "the entry \(quoted(name)) is encrypted; save it without a password")
        }
        guard entry.compression == 0 else {
            throw WeightsError(
                file: file,
                reason:
                    "the entry \(quoted(name)) is compressed (method \(entry.compression)), which PyTorch never does; unpack the archive and pack it again with zip -0, or save it again with torch.save"
            )
        }
        let data = bytes[
            bytes.startIndex + entry.range.lowerBound..<bytes.startIndex + entry.range.upperBound]
        guard !hasChecksums || CRC32.checksum(data) == entry.checksum else {
            throw WeightsError(
                file: file,
                reason:
                    "the entry \(quoted(name)) is damaged (its checksum does not agree); copy the file again")
        }
        return data
    }
}
