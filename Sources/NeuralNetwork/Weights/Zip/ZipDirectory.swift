import Foundation

/// Reads the directory at the end of a zip archive, with and without ZIP64, and finds the bytes of each entry.
struct ZipDirectory {
    private(set) var entries: [ZipArchive.Entry] = []
    private let bytes: Data
    private let file: String

    private static let endSignature: UInt32 = 0x0605_4B50
    private static let end64Signature: UInt32 = 0x0606_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50
    private static let directorySignature: UInt32 = 0x0201_4B50
    private static let localSignature: UInt32 = 0x0403_4B50
    private static let endSize = 22
    private static let locatorSize = 20
    private static let entrySize = 46
    private static let localSize = 30

    init(of bytes: Data, file: String) throws(WeightsError) {
        self.bytes = bytes
        self.file = file
        let (directory, count) = try locate()
        // Every entry takes bytes of the directory, so that the count cannot be larger than the archive.
        guard count <= directory.count / Self.entrySize else {
            throw damaged("its directory claims \(count) entries and has \(directory.count) bytes")
        }
        var reader = try reader(at: directory.lowerBound)
        entries.reserveCapacity(count)
        for _ in 0..<count { entries.append(try entry(&reader, directoryStart: directory.lowerBound)) }
        guard reader.offset == directory.upperBound else {
            throw damaged(
                "its directory's entries take \(reader.offset - directory.lowerBound) bytes of \(directory.count)"
            )
        }
    }

    private func damaged(_ what: String) -> WeightsError {
        WeightsError(file: file, reason: "damaged, or cut short: \(what); copy it again")
    }

    private func reader(at offset: Int) throws(WeightsError) -> ByteReader {
        guard 0...bytes.count ~= offset else {
            throw damaged("its directory points to byte \(offset) of \(bytes.count)")
        }
        return ByteReader(bytes, file: file, subject: "its zip directory", offset: offset)
    }

    // MARK: - The end

    /// Where the directory is, and how many entries it has.
    private func locate() throws(WeightsError) -> (directory: Range<Int>, count: Int) {
        let end = try endPosition()
        var reader = try reader(at: end + 4)
        let disks = (try reader.integer(UInt16.self), try reader.integer(UInt16.self))
        let countHere = try reader.integer(UInt16.self)
        var count = UInt64(try reader.integer(UInt16.self))
        var size = UInt64(try reader.integer(UInt32.self))
        var offset = UInt64(try reader.integer(UInt32.self))
        guard disks == (0, 0), UInt64(countHere) == count else {
            throw damaged("it is one part of an archive in several")
        }
        if count == UInt64(UInt16.max) || size == UInt64(UInt32.max) || offset == UInt64(UInt32.max),
            let wide = try wideEnd(before: end)
        {
            if count == UInt64(UInt16.max) { count = wide.count }
            if size == UInt64(UInt32.max) { size = wide.size }
            if offset == UInt64(UInt32.max) { offset = wide.offset }
        }
        guard let start = Int(exactly: offset), let size = Int(exactly: size),
            let count = Int(exactly: count),
            start <= end, size <= end - start
        else { throw damaged("its directory of \(size) bytes should be at byte \(offset)") }
        return (start..<start + size, count)
    }

    /// Where the record at the very end begins, behind which only a comment may be.
    private func endPosition() throws(WeightsError) -> Int {
        var position = bytes.count - Self.endSize
        let last = max(0, position - Int(UInt16.max))
        while position >= last {
            var reader = try reader(at: position)
            if try reader.integer(UInt32.self) == Self.endSignature {
                reader = try self.reader(at: position + Self.endSize - 2)
                if Int(try reader.integer(UInt16.self)) == bytes.count - position - Self.endSize {
                    return position
                }
            }
            position -= 1
        }
        throw damaged("a zip archive ends with its directory, and there is none")
    }

    /// The numbers of the ZIP64 record, where there is one.
    private func wideEnd(
        before end: Int
    ) throws(WeightsError) -> (count: UInt64, size: UInt64, offset: UInt64)? {
        guard end >= Self.locatorSize else { return nil }
        var reader = try reader(at: end - Self.locatorSize)
        guard try reader.integer(UInt32.self) == Self.locatorSignature else { return nil }
        _ = try reader.range(4)
        let place = try reader.integer(UInt64.self)
        guard let place = Int(exactly: place), place <= end else {
            throw damaged("its ZIP64 record should be at byte \(place)")
        }
        reader = try self.reader(at: place)
        guard try reader.integer(UInt32.self) == Self.end64Signature else {
            throw damaged("there is no ZIP64 record at byte \(place)")
        }
        // The record's size, two versions, two disk numbers, the count on this disk.
        _ = try reader.range(8 + 2 + 2 + 4 + 4 + 8)
        return (
            try reader.integer(UInt64.self), try reader.integer(UInt64.self), try reader.integer(UInt64.self)
        )
    }

    // MARK: - Entries

    private func entry(
        _ reader: inout ByteReader, directoryStart: Int
    ) throws(WeightsError) -> ZipArchive.Entry {
        guard try reader.integer(UInt32.self) == Self.directorySignature else {
            throw damaged("there is no entry of its directory at byte \(reader.offset - 4)")
        }
        _ = try reader.range(4)
        let flags = try reader.integer(UInt16.self)
        let compression = try reader.integer(UInt16.self)
        _ = try reader.range(4)
        let checksum = try reader.integer(UInt32.self)
        var stored = UInt64(try reader.integer(UInt32.self))
        var unpacked = UInt64(try reader.integer(UInt32.self))
        let nameCount = Int(try reader.integer(UInt16.self))
        let extraCount = Int(try reader.integer(UInt16.self))
        let commentCount = Int(try reader.integer(UInt16.self))
        _ = try reader.range(2 + 2 + 4)
        var offset = UInt64(try reader.integer(UInt32.self))
        let nameBytes = try reader.data(nameCount)
        guard let name = String(validating: nameBytes, as: UTF8.self) else {
            throw damaged("the name of an entry is not UTF-8")
        }
        let extra = try reader.data(extraCount)
        _ = try reader.range(commentCount)
        try Self.widen(&unpacked, &stored, &offset, extra: extra, file: file)
        guard let header = Int(exactly: offset), let count = Int(exactly: stored),
            compression != 0 || stored == unpacked
        else { throw damaged("the entry \(quoted(name)) has impossible sizes") }
        let start = try dataStart(header: header, name: nameBytes, shownAs: name, before: directoryStart)
        guard count <= directoryStart - start else {
            throw damaged("the entry \(quoted(name)) of \(count) bytes goes past the archive's end")
        }
        return ZipArchive.Entry(
            name: name, isEncrypted: flags & 1 == 1, compression: compression, checksum: checksum,
            extent: header..<start + count, range: start..<start + count)
    }

    /// Takes from the ZIP64 field the numbers that did not fit into 32 bits.
    private static func widen(
        _ unpacked: inout UInt64, _ stored: inout UInt64, _ offset: inout UInt64, extra: Data, file: String
    ) throws(WeightsError) {
        let full = UInt64(UInt32.max)
        guard unpacked == full || stored == full || offset == full else { return }
        var fields = ByteReader(extra, file: file, subject: "an extra field of its zip directory")
        while fields.remainingCount >= 4 {
            let identifier = try fields.integer(UInt16.self)
            let count = Int(try fields.integer(UInt16.self))
            guard identifier == 1 else {
                _ = try fields.range(count)
                continue
            }
            if unpacked == full { unpacked = try fields.integer(UInt64.self) }
            if stored == full { stored = try fields.integer(UInt64.self) }
            if offset == full { offset = try fields.integer(UInt64.self) }
            return
        }
    }

    /// Where the bytes behind an entry's own header begin.
    private func dataStart(
        header: Int, name: Data, shownAs shown: String, before end: Int
    ) throws(WeightsError) -> Int {
        guard header <= end, end - header >= Self.localSize else {
            throw damaged("the entry \(quoted(shown)) should be at byte \(header)")
        }
        var reader = try reader(at: header)
        guard try reader.integer(UInt32.self) == Self.localSignature else {
            throw damaged("there is no entry at byte \(header), where \(quoted(shown)) should be")
        }
        _ = try reader.range(22)
        let nameCount = Int(try reader.integer(UInt16.self))
        let extraCount = Int(try reader.integer(UInt16.self))
        guard try reader.data(nameCount) == name else {
            throw damaged("the entry at byte \(header) is not called \(quoted(shown))")
        }
        _ = try reader.range(extraCount)
        guard reader.offset <= end else {
            throw damaged("the entry \(quoted(shown)) lies in the directory")
        }
        return reader.offset
    }
}
