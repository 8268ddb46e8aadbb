import Datasets
import Foundation
import Workspace

/// Samples as one plain HDF5 file in PyTorch-StudioGAN's layout (its `src/utils/hdf5.py`): `imgs` uint8 `[N, 3, H, W]` and `labels` int64
/// `[N]`. In multi-label data, which that has not, `labels` is int64 `[N, L]` of 0 and 1. Beside them stand `index` int64 `[N]`, the
/// samples' indices in the pool, and the root attribute `label_names`.
struct HDF5Export {
    let samples: ExportedSamples
    /// Where the file is made; nothing is there yet.
    let file: URL

    /// Images that are read and turned at a time.
    private static let batch = 64

    func write(_ progress: ProgressBar?) throws {
        let side = samples.header.imageSize
        let count = samples.count
        let labels = labelValues
        let outline = try HDF5Outline(
            columns: [
                .init("imgs", of: UInt8.self, shape: [count, 3, side, side]),
                .init("labels", of: Int64.self, shape: [count] + labels.rowShape),
                .init("index", of: Int64.self, shape: [count]),
            ], name: file.lastPathComponent
        ) { try $0.attribute("label_names", samples.header.schema.names) }
        let writer = try FileWriter(creating: file)
        let places = try outline.begin(writer)
        for (name, values) in [("labels", labels.values), ("index", samples.indices.map(Int64.init))] {
            try writer.seek(to: places[name])
            try values.map(\.littleEndian).withUnsafeBytes { try writer.write($0) }
        }
        try writer.seek(to: places["imgs"])
        for start in stride(from: 0, to: count, by: Self.batch) {
            try Interruption.check()
            let batch = start..<min(start + Self.batch, count)
            try writer.write(Self.channelsFirst(samples.images(batch), pixels: side * side))
            progress?.advance(by: batch.count)
        }
        try writer.flush()
    }

    private var labelValues: (values: [Int64], rowShape: [Int]) {
        let labels = samples.indices.map { samples.pool.targets[$0] }
        let values = labels.flatMap { label -> [Int64] in
            switch label {
            case .index(let index): [Int64(index)]
            case .bits(let bits): bits.map(Int64.init)
            case .indices: preconditionFailure("HDF5Export: multi-head labels")
            }
        }
        let schema = samples.header.schema
        return (values, schema.task == .multiLabel ? [schema.count] : [])
    }

    /// `[N, H, W, 3]` as `[N, 3, H, W]`.
    static func channelsFirst(_ images: [UInt8], pixels: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: images.count) { buffer, count in
            var place = 0
            for image in stride(from: 0, to: images.count, by: pixels * 3) {
                for channel in 0..<3 {
                    for pixel in 0..<pixels {
                        buffer[place] = images[image + pixel * 3 + channel]
                        place += 1
                    }
                }
            }
            count = place
        }
    }
}
