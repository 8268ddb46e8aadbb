/// Images of one size and their labels, as a network takes them at once.
public struct Batch: Sendable {
    /// Rows from top to bottom, pixels interleaved: `[count, size, size, 3]`.
    public let images: [UInt8]
    /// Pixels along a side.
    public let size: Int
    /// One an image.
    public let labels: [Label]
    /// Each image's index in the source.
    public let indices: [Int]

    public var count: Int { labels.count }

    /// - Precondition: `images` has `labels.count * size * size * 3` bytes, and there is an index for each label.
    public init(images: [UInt8], size: Int, labels: [Label], indices: [Int]) {
        precondition(
            images.count == labels.count * size * size * 3 && indices.count == labels.count,
            "a batch of \(labels.count) labels, \(indices.count) indices and \(images.count) bytes at size \(size)"
        )
        self.images = images
        self.size = size
        self.labels = labels
        self.indices = indices
    }
}
