import Datasets
import Foundation
import Imaging
import Workspace

/// The samples' images as PNG files in memory, in order, encoded ahead on several threads.
struct EncodedImages {
    private let prefetch: OrderedPrefetch<[Data]>

    /// Neighbours are read together, for a single one costs a chunk; a block takes no more memory than this.
    private static let blockLimit = 64
    private static let byteLimit = 1 << 24

    init(of samples: ExportedSamples, threads: Int) {
        let bytes = samples.header.imageByteCount
        let side = samples.header.imageSize
        let block = max(1, min(Self.blockLimit, Self.byteLimit / bytes))
        prefetch = OrderedPrefetch(
            count: (samples.count + block - 1) / block, window: threads * 2, threads: threads
        ) { number in
            let places = number * block..<min((number + 1) * block, samples.count)
            let pixels = try samples.images(places)
            return try places.indices.map { place in
                let start = (place - places.lowerBound) * bytes
                return try Image(width: side, height: side, pixels: Array(pixels[start..<start + bytes]))
                    .pngData()
            }
        }
    }

    /// Hands every image to `body`, with its place.
    ///
    /// - Throws: what reading, encoding and `body` throw; `Interrupted`.
    func visit(_ body: (_ place: Int, _ png: Data) throws -> Void) throws {
        var place = 0
        while let block = prefetch.next() {
            try Interruption.check()
            for image in try block.get() {
                try body(place, image)
                place += 1
            }
        }
    }
}
