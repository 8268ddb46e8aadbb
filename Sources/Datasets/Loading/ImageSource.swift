import Imaging

/// Numbered, labelled images, wherever they come from: files, memory, a pool, or several of these side by side.
public struct ImageSource: Sendable {
    /// One label an image.
    public let labels: [Label]
    private let read: @Sendable (Int) throws -> Image

    public var count: Int { labels.count }

    /// - Parameters:
    ///   - labels: one an image.
    ///   - read: the image at an index; called on several threads at a time.
    public init(labels: [Label], read: @escaping @Sendable (Int) throws -> Image) {
        self.labels = labels
        self.read = read
    }

    /// Image files, decoded each time they are asked for.
    public static func files(_ examples: [Example]) -> ImageSource {
        ImageSource(labels: examples.map(\.label)) { try Image(contentsOf: examples[$0].file) }
    }

    /// The image at an index.
    ///
    /// - Throws: what the source throws, such as `WinnowError` with the file's name.
    public func image(at index: Int) throws -> Image { try read(index) }

    /// The images of this source, and behind them those of another with the same label schema.
    public func appending(_ other: ImageSource) -> ImageSource {
        let count = count
        return ImageSource(labels: labels + other.labels) {
            try $0 < count ? image(at: $0) : other.image(at: $0 - count)
        }
    }
}
