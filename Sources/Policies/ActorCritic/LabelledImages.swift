import Datasets
import Imaging
import Pools
import TensorEngine
import Workspace

/// Small square images with their labels, in memory.
public struct LabelledImages: Sendable {
    /// The side in pixels.
    public let size: Int
    /// `[N, size, size, 3]`.
    public private(set) var pixels: [UInt8]
    /// `[N]`.
    public private(set) var labels: [Label]

    public var count: Int { labels.count }

    /// - Precondition: the pixels are as many as the labels ask for.
    public init(size: Int, pixels: [UInt8], labels: [Label]) {
        precondition(
            pixels.count == labels.count * size * size * 3,
            "LabelledImages: \(pixels.count) bytes for \(labels.count) images of side \(size)")
        self.size = size
        self.pixels = pixels
        self.labels = labels
    }

    /// Reads some images of a source: of each the largest centred square, resized.
    ///
    /// - Throws: what the source throws, such as `WinnowError` with the file's name.
    public init(_ source: ImageSource, rows: [Int], size: Int) throws {
        let chosen = ImageSource(labels: rows.map { source.labels[$0] }) { try source.image(at: rows[$0]) }
        let decoded = try DecodedDataset(chosen, size: size) { try Interruption.check() }
        self.init(size: size, pixels: decoded.pixels, labels: decoded.labels)
    }

    /// Reads some samples of a pool, resized, with the labels they were translated to.
    ///
    /// - Throws: `WinnowError` where a shard cannot be read.
    public init(_ pool: Pool, rows: some Collection<Int>, size: Int) throws {
        let side = pool.header.imageSize
        let read = try pool.images(Array(rows))
        var pixels = read
        if side != size {
            let bytes = side * side * 3
            pixels = []
            pixels.reserveCapacity(rows.count * size * size * 3)
            for start in stride(from: 0, to: read.count, by: bytes) {
                let image = Image(width: side, height: side, pixels: Array(read[start..<start + bytes]))
                pixels += image.resized(width: size, height: size).pixels
            }
        }
        self.init(size: size, pixels: pixels, labels: rows.map { pool.targets[$0] })
    }

    /// These images, and behind them the others.
    ///
    /// - Precondition: both have the same size.
    public func appending(_ other: LabelledImages) -> LabelledImages {
        LabelledImages(size: size, pixels: pixels + other.pixels, labels: labels + other.labels)
    }

    /// Some images as a network takes them: `[N, 3, size, size]` in [−1, 1].
    func tensor(_ rows: some Collection<Int>) -> Tensor {
        let bytes = size * size * 3
        var chosen: [UInt8] = []
        chosen.reserveCapacity(rows.count * bytes)
        for row in rows { chosen += pixels[row * bytes..<(row + 1) * bytes] }
        return Tensor(
            images: chosen, count: rows.count, height: size, width: size, mean: [0.5, 0.5, 0.5],
            deviation: [0.5, 0.5, 0.5])
    }

    /// Their labels as vectors: `[N, L]`, 0 or 1.
    func labelTensor(_ rows: some Collection<Int>, schema: LabelSchema) -> Tensor {
        Tensor(rows.flatMap { schema.vector(of: labels[$0]) }, shape: [rows.count, schema.count])
    }
}
