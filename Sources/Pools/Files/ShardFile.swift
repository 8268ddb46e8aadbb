import Datasets
import Foundation
import Workspace

/// One file of `shards/`, open for reading.
///
/// A class, because pools keep some open; sendable, because it only reads, and the HDF5 library's lock guards each read.
final class ShardFile: Sendable {
    let header: PoolHeader
    let count: Int
    private let file: HDF5File
    private let images: HDF5Dataset<UInt8>

    /// Where shard `index` lies, relative to the pool's folder.
    static func path(_ index: Int) -> String {
        let digits = String(index)
        return "shards/" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".h5"
    }

    /// The number in a shard's path, where it is one.
    static func index(ofPath path: String) -> Int? {
        guard path.hasPrefix("shards/"), path.hasSuffix(".h5"),
            let index = Int(path.dropFirst("shards/".count).dropLast(".h5".count)), index >= 0,
            Self.path(index) == path
        else { return nil }
        return index
    }

    /// The bytes of a shard.
    static func bytes(of shard: PoolShard, header: PoolHeader, name: String) throws -> Data {
        try shard.validate(header: header, name: name)
        let count = shard.count
        let columnRows = ChunkRows.forRows(of: MemoryLayout<Int64>.size)
        return try HDF5Image.bytes(of: name) { image in
            try header.write(to: image)
            try image.write(
                "images", shape: [count, header.imageSize, header.imageSize, 3],
                chunkRows: ChunkRows.forRows(of: header.imageByteCount), values: shard.images)
            try LabelColumn.write(
                shard.targets, "target", schema: header.schema, chunkRows: columnRows, to: image)
            guard let sources = shard.sources, let sourceIndex = shard.sourceIndex,
                let realism = shard.realism
            else { return }
            try LabelColumn.write(
                sources, "source", schema: header.schema, chunkRows: columnRows, to: image)
            try image.write("source_index", shape: [count], chunkRows: columnRows, values: sourceIndex)
            try image.write("realism", shape: [count], chunkRows: columnRows, values: realism)
        }
    }

    /// Opens a shard.
    ///
    /// - Throws: `WinnowError` `.missingInput` or `.badData`, with the file and what is wrong.
    convenience init(opening url: URL) throws {
        try self.init(HDF5File(opening: url), url: url) { try PoolHeader(readingFrom: $0, imageSize: $1) }
    }

    /// Opens a shard that this process has opened before and found sound.
    ///
    /// - Parameter header: what it was found to have.
    convenience init(reopening url: URL, header: PoolHeader) throws {
        try self.init(HDF5File(opening: url, wasTried: true), url: url) { _, _ in header }
    }

    private init(
        _ file: consuming HDF5File, url: URL,
        header: (_ file: borrowing HDF5File, _ imageSize: Int) throws -> PoolHeader
    ) throws {
        let images = try HDF5Dataset<UInt8>("images", in: file, shape: [nil, nil, nil, 3])
        guard images.shape[1] == images.shape[2] else {
            throw WinnowError(
                .badData,
                "\(images.location) has images of \(images.shape[2])×\(images.shape[1]); they have to be square"
            )
        }
        self.header = try header(file, images.shape[1])
        count = images.rowCount
        guard count > 0 else { throw WinnowError(.badData, "\(url.path): holds no samples; remove it") }
        try file.checkMembers(self.header.datasetNames)
        self.images = images
        self.file = file
    }

    /// The columns beside the images; those of the sources are empty where the samples were imported.
    struct Columns: Sendable {
        var targets: [Label] = []
        var sources: [Label] = []
        var sourceIndex: [Int64] = []
        var realism: [Float] = []

        mutating func append(_ other: Columns) {
            targets += other.targets
            sources += other.sources
            sourceIndex += other.sourceIndex
            realism += other.realism
        }
    }

    /// Reads the columns beside the images.
    func columns() throws -> Columns {
        let schema = header.schema
        let targets = try LabelColumn.read("target", schema: schema, count: count, from: file)
        if header.isImported { return Columns(targets: targets) }
        let indices = try HDF5Dataset<Int64>("source_index", in: file, shape: [count])
        let scores = try HDF5Dataset<Float>("realism", in: file, shape: [count])
        let columns = try Columns(
            targets: targets,
            sources: LabelColumn.read("source", schema: schema, count: count, from: file),
            sourceIndex: indices.read(), realism: scores.read())
        if let bad = columns.sourceIndex.firstIndex(where: { $0 < 0 }) {
            throw WinnowError(
                .badData,
                "\(indices.location) row \(bad) holds \(columns.sourceIndex[bad]); rows count from 0")
        }
        if let bad = columns.realism.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData,
                "\(scores.location) row \(bad) holds \(columns.realism[bad]); make the pool again with a sound generator"
            )
        }
        return columns
    }

    /// Reads some images into memory that is there already.
    ///
    /// - Precondition: the rows lie in the shard and the buffer holds them.
    func readImages(_ rows: Range<Int>, into buffer: UnsafeMutableBufferPointer<UInt8>) throws {
        try images.read(rows: rows, into: buffer)
    }

    /// Reads everything once, so that each checksum in the file is compared.
    func readThrough() throws {
        _ = try columns()
        let step = ChunkRows.forRows(of: header.imageByteCount)
        for start in stride(from: 0, to: count, by: step) {
            _ = try images.read(rows: start..<min(start + step, count))
        }
    }
}
