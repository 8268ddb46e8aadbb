import Datasets
import Workspace

/// Labelled images of another generator, on their way into a pool.
public struct ImportSource: Sendable {
    /// The folder or file, for messages.
    let name: String
    public let schema: LabelSchema
    /// One an image.
    let labels: [Label]
    /// The side that the images have in the pool.
    let imageSize: Int
    /// A number that changes when paths, sizes or labels of what is imported do.
    let fingerprint: String
    /// How many images are best read together.
    let blockSize: Int
    /// Images of some consecutive places, `[N, S, S, 3]`.
    let read: @Sendable (Range<Int>) throws -> [UInt8]

    /// How many images there are.
    public var count: Int { labels.count }

    /// The side that images have in a pool: as they are, or what they are to be made.
    ///
    /// - Throws: `WinnowError` `.badData` where an image is no square, or larger than a pool's may be, and nothing is to be done
    ///   about it.
    static func side(width: Int, height: Int, of name: String, resize: Int?) throws -> Int {
        if let resize { return resize }
        guard width == height, width <= PoolHeader.imageSizeLimit else {
            throw WinnowError(
                .badData,
                "\(name): has \(width)×\(height) pixels, and a pool's images are squares of at most \(PoolHeader.imageSizeLimit); give"
                    + " --resize, which takes the middle square of each image to that many pixels")
        }
        return width
    }
}
