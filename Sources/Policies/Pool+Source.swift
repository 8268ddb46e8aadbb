import Datasets
import Imaging
import Pools
import Synchronization

extension Pool {
    /// All samples, with their targets as labels, for a loader that goes through them in order.
    public var source: ImageSource {
        let blocks = SampleBlocks(pool: self)
        return ImageSource(labels: targets) { try blocks.image(at: $0) }
    }

    /// The samples of a selection in its order, with their targets as labels, as a classifier is trained on them.
    public func source(of selection: Selection) -> ImageSource {
        let size = header.imageSize
        return ImageSource(labels: selection.label) { position in
            Image(width: size, height: size, pixels: try self.images([Int(selection.index[position])]))
        }
    }
}

/// Reads a pool some samples at a time: single ones would each cost a chunk.
private final class SampleBlocks: Sendable {
    private struct Block {
        let start: Int
        let pixels: [UInt8]
    }

    private static let size = 64
    private let pool: Pool
    /// The last two: threads that take samples in turn are in two neighbouring blocks at most.
    private let blocks = Mutex<[Block]>([])

    init(pool: Pool) { self.pool = pool }

    func image(at index: Int) throws -> Image {
        let side = pool.header.imageSize
        let bytes = pool.header.imageByteCount
        let start = index / Self.size * Self.size
        let block = try blocks.withLock { blocks in
            if let known = blocks.first(where: { $0.start == start }) { return known }
            let end = min(start + Self.size, pool.count)
            let block = Block(start: start, pixels: try pool.images(in: start..<end))
            blocks = [block] + blocks.prefix(1)
            return block
        }
        let offset = (index - start) * bytes
        return Image(width: side, height: side, pixels: Array(block.pixels[offset..<offset + bytes]))
    }
}
