@preconcurrency internal import CHDF5
import Datasets
import Foundation
import Workspace

/// `pool.h5`: the shards as one file for other readers.
enum PoolIndex {
    /// The bytes of the file.
    ///
    /// - Parameter counts: how many samples each shard holds.
    static func bytes(header: PoolHeader, counts: [Int]) throws -> Data {
        let sources = counts.enumerated().map { HDF5Image.Source(file: ShardFile.path($0), rowCount: $1) }
        return try HDF5Image.bytes(of: PoolManifest.indexName) { image in
            try header.write(to: image)
            try image.writeVirtual(
                "images", of: UInt8.self, rowShape: [header.imageSize, header.imageSize, 3], sources: sources)
            try LabelColumn.writeVirtual("target", schema: header.schema, sources: sources, to: image)
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
        let images = try HDF5Dataset<UInt8>(
            "images", in: file, shape: [count, nil, nil, 3], storage: .virtual)
        let header = try PoolHeader(readingFrom: file, imageSize: images.shape[1])
        try checkSources(of: images, "images", counts: counts)
        try LabelColumn.checkVirtual("target", schema: header.schema, count: count, in: file)
        try LabelColumn.checkVirtual("source", schema: header.schema, count: count, in: file)
        _ = try HDF5Dataset<Int64>("source_index", in: file, shape: [count], storage: .virtual)
        _ = try HDF5Dataset<Float>("realism", in: file, shape: [count], storage: .virtual)
        return header
    }

    private static func checkSources<Element>(
        of dataset: borrowing HDF5Dataset<Element>, _ name: String, counts: [Int]
    ) throws {
        let identifier = dataset.handle.identifier
        let failure = WinnowError(
            .badData,
            "\(dataset.location) does not show the shards in order; "
                + "delete it and \(PoolManifest.fileName), and run `winnow pool generate --resume`")
        try HDF5Library.run {
            let list = try HDF5Handle(H5Dget_create_plist(identifier), orThrow: failure)
            var sourceCount = 0
            try check(H5Pget_virtual_count(list.identifier, &sourceCount), orThrow: failure)
            guard sourceCount == counts.count else { throw failure }
            var start = 0
            for (index, count) in counts.enumerated() {
                let path = ShardFile.path(index)
                var buffer = [CChar](repeating: 0, count: path.utf8.count + 2)
                guard
                    H5Pget_virtual_filename(list.identifier, index, &buffer, buffer.count) == path.utf8.count,
                    buffer.prefix(path.utf8.count).elementsEqual(path.utf8.lazy.map { CChar(bitPattern: $0) })
                else { throw failure }
                let space = try HDF5Handle(H5Pget_virtual_vspace(list.identifier, index), orThrow: failure)
                var first = [hsize_t](repeating: 0, count: 4)
                var last = first
                try check(H5Sget_select_bounds(space.identifier, &first, &last), orThrow: failure)
                guard first[0] == hsize_t(start), last[0] == hsize_t(start + count - 1) else { throw failure }
                start += count
            }
        }
    }
}
