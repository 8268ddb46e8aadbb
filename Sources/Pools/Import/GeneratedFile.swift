import Datasets
import Foundation
import Workspace

/// An HDF5 file of images and labels that another program wrote, open for reading.
///
/// Sendable, because it only reads, and the HDF5 library's lock guards each read.
final class GeneratedFile: Sendable {
    let height: Int
    let width: Int
    let count: Int

    private let url: URL
    private let file: HDF5File
    private let images: HDF5Dataset<UInt8>
    /// Whether channels come before rows and columns.
    private let isPlanar: Bool
    private let labelName: String

    /// The names of images and labels, and where the channels stand, by the programs that write them.
    private static let layouts = [("imgs", "labels", true), ("images", "target", false)]
    /// Memory for images that are read together.
    private static let blockLimit = 1 << 26

    init(opening url: URL) throws {
        let file = try HDF5File(opening: url)
        guard let (name, label, isPlanar) = try Self.layouts.first(where: { try file.has($0.0) }) else {
            throw WinnowError(
                .badData,
                "\(url.path): holds neither imgs and labels, as PyTorch-StudioGAN writes them, nor images and target"
            )
        }
        let images = try HDF5Dataset<UInt8>(
            name, in: file, shape: isPlanar ? [nil, 3, nil, nil] : [nil, nil, nil, 3],
            storage: .maybeCompressed)
        count = images.rowCount
        (height, width) = isPlanar ? (images.shape[2], images.shape[3]) : (images.shape[1], images.shape[2])
        let limit = PoolHeader.imageSizeLimit * 4
        guard count > 0, (1...limit).contains(height), (1...limit).contains(width) else {
            throw WinnowError(
                .badData,
                "\(images.location) holds \(count) images of \(width)×\(height) pixels; it takes 1 or more of at most \(limit) a side"
            )
        }
        self.url = url
        self.images = images
        self.isPlanar = isPlanar
        labelName = label
        self.file = file
    }

    /// How many images are read together: the chunks of the file, as many as memory allows.
    var blockSize: Int {
        let fitting = max(1, Self.blockLimit / (width * height * 3))
        guard let chunk = images.chunkRows, chunk > 0 else { return min(64, fitting) }
        return chunk >= fitting ? chunk : fitting / chunk * chunk
    }

    /// Some images, `[N, H, W, 3]`.
    func images(_ rows: Range<Int>) throws -> [UInt8] {
        let bytes = try images.read(rows: rows)
        return isPlanar ? Self.channelsLast(bytes, pixels: width * height) : bytes
    }

    /// `[N, 3, H, W]` as `[N, H, W, 3]`.
    private static func channelsLast(_ images: [UInt8], pixels: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: images.count) { buffer, count in
            for image in stride(from: 0, to: images.count, by: pixels * 3) {
                for channel in 0..<3 {
                    for pixel in 0..<pixels {
                        buffer[image + pixel * 3 + channel] = images[image + channel * pixels + pixel]
                    }
                }
            }
            count = images.count
        }
    }

    /// What the labels mean: what is given, or what the file says.
    func schema(given: LabelSchema?) throws -> LabelSchema {
        let isMultiLabel = try isMultiLabel
        if let given {
            guard (given.task == .multiLabel) == isMultiLabel else {
                throw WinnowError(
                    .badData,
                    "\(url.path): /\(labelName) holds \(isMultiLabel ? "several labels" : "one label") an image, and \(given.task.rawValue)"
                        + " labels are asked for")
            }
            return given
        }
        guard let name = try ["label_names", "labels"].first(where: { try file.hasAttribute($0) }) else {
            throw WinnowError(
                .usage,
                "\(url.path): does not say what its labels are called; give --labels A,B,… in the order of their numbers, or --data"
            )
        }
        return LabelSchema(task: isMultiLabel ? .multiLabel : .singleLabel, names: try file.strings(name))
    }

    /// Whether an image has any number of labels.
    var isMultiLabel: Bool {
        get throws {
            do {
                _ = try HDF5Dataset<Int64>(
                    labelName, in: file, shape: [count], storage: .maybeCompressed, converting: true)
                return false
            } catch {
                _ = try HDF5Dataset<Int64>(
                    labelName, in: file, shape: [count, nil], storage: .maybeCompressed, converting: true)
                return true
            }
        }
    }

    /// The label of every image.
    func labels(_ schema: LabelSchema) throws -> [Label] {
        let width = schema.count
        let isMultiLabel = schema.task == .multiLabel
        let column = try HDF5Dataset<Int64>(
            labelName, in: file, shape: isMultiLabel ? [count, width] : [count], storage: .maybeCompressed,
            converting: true)
        let values = try column.read()
        guard isMultiLabel else {
            return try values.enumerated().map { row, value in
                guard (0..<Int64(width)).contains(value) else {
                    throw WinnowError(
                        .badData,
                        "\(column.location) row \(row) holds \(value); labels go from 0 to \(width - 1), give all of them with --labels"
                    )
                }
                return .index(Int(value))
            }
        }
        if let bad = values.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw WinnowError(
                .badData, "\(column.location) row \(bad / width) holds \(values[bad]); a bit is 0 or 1")
        }
        return (0..<count).map { row in
            .bits(values[row * width..<(row + 1) * width].map { UInt8($0) })
        }
    }

    /// SHA-256 over the file's size and shape and all labels.
    func fingerprint(schema: LabelSchema, labels: [Label]) throws -> String {
        let facts =
            "\(schema.task.rawValue)\n\(schema.names.joined(separator: "\t"))\n\(images.shape)\n\(file.byteCount)\n"
        let digits = labels.map { label in
            switch label {
            case .index(let index): "\(index)\n"
            case .bits(let bits): bits.map(String.init).joined() + "\n"
            case .indices: preconditionFailure("GeneratedFile: multi-head labels")
            }
        }
        return FileDigest.sha256(Data((facts + digits.joined()).utf8))
    }
}
