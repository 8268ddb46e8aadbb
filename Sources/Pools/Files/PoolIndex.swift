import Datasets
import Foundation
import Workspace

/// `pool.h5`: the shards as one file for other readers.
enum PoolIndex {
    /// The bytes of the file.
    ///
    /// - Parameter counts: how many samples each shard holds.
    static func bytes(header: PoolHeader, counts: [Int]) throws -> Data {
        let sources = sources(counts)
        return try HDF5Image.bytes(of: PoolManifest.indexName) { image in
            try header.write(to: image)
            try image.writeVirtual(
                "images", of: UInt8.self, rowShape: [header.imageSize, header.imageSize, 3], sources: sources)
            try LabelColumn.writeVirtual("target", schema: header.schema, sources: sources, to: image)
            if header.isImported { return }
            try LabelColumn.writeVirtual("source", schema: header.schema, sources: sources, to: image)
            try image.writeVirtual("source_index", of: Int64.self, rowShape: [], sources: sources)
            try image.writeVirtual("realism", of: Float.self, rowShape: [], sources: sources)
        }
    }

    /// Checks that the file maps just these shards, in order, and reads its header.
    ///
    /// - Throws: `WinnowError(.badData)` where it shows something else than the shards hold.
    static func read(_ url: URL, counts: [Int]) throws -> PoolHeader {
        let file = try HDF5File(opening: url)
        let count = counts.reduce(0, +)
        let shards = HDF5Storage.virtual(sources(counts))
        let images = try HDF5Dataset<UInt8>(
            "images", in: file, shape: [count, nil, nil, 3], storage: shards)
        let header = try PoolHeader(readingFrom: file, imageSize: images.shape[1])
        try file.checkMembers(header.datasetNames)
        guard images.shape[2] == images.shape[1] else {
            throw WinnowError(.badData, "\(images.location) is not square; \(remedy)")
        }
        try LabelColumn.checkVirtual("target", schema: header.schema, count: count, shards, in: file)
        if header.isImported { return header }
        try LabelColumn.checkVirtual("source", schema: header.schema, count: count, shards, in: file)
        _ = try HDF5Dataset<Int64>("source_index", in: file, shape: [count], storage: shards)
        _ = try HDF5Dataset<Float>("realism", in: file, shape: [count], storage: shards)
        return header
    }

    private static func sources(_ counts: [Int]) -> [HDF5Image.Source] {
        counts.enumerated().map { HDF5Image.Source(file: ShardFile.path($0), rowCount: $1) }
    }

    /// How a file that shows something else comes back.
    private static let remedy =
        "delete it and \(PoolManifest.fileName), and go on with \(PoolManifest.remake)"
}
