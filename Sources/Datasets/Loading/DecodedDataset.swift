import Imaging

/// A set that is small enough to be kept in memory decoded, for training that reads the same images for many epochs.
public struct DecodedDataset: Sendable {
    /// Pixels along a side.
    public let size: Int
    /// One an image.
    public let labels: [Label]
    /// `[count, size, size, 3]`.
    public let pixels: [UInt8]

    public var count: Int { labels.count }

    /// Trainers keep a set decoded where it takes no more bytes than this.
    public static let byteLimit = 1 << 30

    /// How many bytes a set takes.
    public static func byteCount(images: Int, size: Int) -> Int { images * size * size * 3 }

    /// Decodes every image once and keeps a centred square of it, resized: what the classifiers' transforms with `resize: size`
    /// begin with, and StarGAN's with that crop, so that they give the same from memory as from the files.
    ///
    /// - Parameters:
    ///   - crop: pixels along a side of the square; where the image is smaller, or for nil, the largest there is.
    ///   - threads: how many threads decode.
    ///   - onImage: called after each image, on the caller's thread.
    /// - Throws: what went wrong with the first image that could not be read.
    public init(
        _ source: ImageSource, size: Int, crop: Int? = nil, threads: Int = 2, onImage: () throws -> Void = {}
    ) throws {
        precondition(size >= 1, "a decoded set of size \(size)")
        let prefetch = OrderedPrefetch(count: source.count, window: 64, threads: threads) {
            try source.image(at: $0).resizedSquare(crop: crop, size: size)
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(Self.byteCount(images: source.count, size: size))
        while let image = prefetch.next() {
            pixels.append(contentsOf: try image.get().pixels)
            try onImage()
        }
        self.size = size
        labels = source.labels
        self.pixels = pixels
    }

    /// The image at an index.
    public func image(at index: Int) -> Image {
        let stride = size * size * 3
        return Image(width: size, height: size, pixels: Array(pixels[index * stride..<(index + 1) * stride]))
    }

    /// The set as a loader takes it.
    public var source: ImageSource {
        ImageSource(labels: labels) { image(at: $0) }
    }
}
