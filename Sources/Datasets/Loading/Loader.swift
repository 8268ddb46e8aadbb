import Imaging
import TensorEngine

/// One epoch's batches: images are read, decoded and transformed ahead on threads of the loader's own, and come in order.
///
/// What comes is a function of the source, order, seed and epoch; the number of threads changes nothing. About two batches are
/// held at a time. Dropping the loader ends its threads.
public final class Loader {
    public let batchSize: Int
    /// How many batches there are from `firstBatch` on.
    public let batchCount: Int

    private let source: ImageSource
    private let order: [Int]
    private var position: Int
    private let end: Int
    private let prefetch: OrderedPrefetch<Image>
    private var hasFailed = false

    /// How long `next()` has waited for images so far, in seconds; time that more threads might save.
    public var waitingSeconds: Double { prefetch.waitingSeconds }

    /// - Parameters:
    ///   - order: the source's indices in the order of the epoch; an index may come more than once.
    ///   - dropLast: whether a last batch that is not full is left out.
    ///   - transform: makes the final image, a square; all of them have one size. The stream of the image at a position is
    ///     `RandomStream(seed: seed, name: "augment/EPOCH/POSITION")`.
    ///   - firstBatch: where to begin, to go on with an epoch that was interrupted.
    ///   - threads: how many threads decode; at least 1.
    public init(
        source: ImageSource, order: [Int], batchSize: Int, dropLast: Bool = false,
        transform: @escaping ImageTransform, seed: UInt64, epoch: Int, firstBatch: Int = 0, threads: Int = 2
    ) {
        precondition(batchSize >= 1, "a batch of \(batchSize) images")
        precondition(
            order.allSatisfy { (0..<source.count).contains($0) },
            "the order leaves the source's \(source.count) images")
        let end = dropLast ? order.count / batchSize * batchSize : order.count
        let start = firstBatch * batchSize
        precondition(firstBatch >= 0 && start <= max(end, 0), "the epoch has no batch \(firstBatch)")
        self.source = source
        self.order = order
        self.batchSize = batchSize
        self.end = end
        position = start
        batchCount = (end - start + batchSize - 1) / batchSize
        prefetch = OrderedPrefetch(count: end - start, window: batchSize * 2, threads: threads) { offset in
            var stream = RandomStream(seed: seed, name: "augment/\(epoch)/\(start + offset)")
            return transform(try source.image(at: order[start + offset]), &stream)
        }
    }

    /// A loader of image files; as the other initializer.
    public convenience init(
        examples: [Example], order: [Int], batchSize: Int, dropLast: Bool = false,
        transform: @escaping ImageTransform, seed: UInt64, epoch: Int, firstBatch: Int = 0, threads: Int = 2
    ) {
        self.init(
            source: .files(examples), order: order, batchSize: batchSize, dropLast: dropLast,
            transform: transform,
            seed: seed, epoch: epoch, firstBatch: firstBatch, threads: threads)
    }

    /// The next batch; nil after the last.
    ///
    /// - Throws: what went wrong with the first image of the batch that could not be read, naming its file. There are no
    ///   batches after that.
    public func next() throws -> Batch? {
        let count = min(batchSize, end - position)
        guard count > 0, !hasFailed else { return nil }
        var images: [UInt8] = []
        var size = 0
        for offset in 0..<count {
            guard let value = prefetch.next() else { return nil }
            let image: Image
            do {
                image = try value.get()
            } catch {
                hasFailed = true
                throw error
            }
            if offset == 0 {
                size = image.width
                images.reserveCapacity(count * size * size * 3)
            }
            precondition(
                image.width == size && image.height == size,
                "the transform made \(image.width)×\(image.height) where the batch is \(size)×\(size)")
            images.append(contentsOf: image.pixels)
        }
        let indices = Array(order[position..<position + count])
        position += count
        return Batch(images: images, size: size, labels: indices.map { source.labels[$0] }, indices: indices)
    }
}
