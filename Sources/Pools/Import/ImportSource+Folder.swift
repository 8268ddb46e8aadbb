import Datasets
import Foundation
import Imaging
import Workspace

extension ImportSource {
    /// Images in a folder, all of which are decoded once.
    ///
    /// - Parameters:
    ///   - folder: as `GeneratedImages` describes.
    ///   - schema: what the labels mean; without it, every image has one, and the folder names them.
    ///   - resize: the side to bring all images to, after the middle square of each is taken; without it they have to be squares of
    ///     one size.
    ///   - skipBad: whether lines and images that are no good are left out, and told.
    ///   - onImage: called with the number of images that were looked at, for progress.
    /// - Throws: as `GeneratedImages.open`; `WinnowError(.badData)` where an image cannot be read or has another size; what `onImage`
    ///   throws.
    public init(
        folder: URL, schema: LabelSchema?, resize: Int?, skipBad: Bool, threads: Int,
        onOpen: (_ count: Int) -> Void = { _ in }, onImage: () throws -> Void = {}
    ) throws {
        try schema?.refuseHeads(in: "a pool")
        let opened = try GeneratedImages.open(folder, schema: schema, skipBad: skipBad)
        onOpen(opened.examples(in: .train).count)
        var first: (path: String, side: Int)?
        let dataset = try opened.verified(
            [.train], skipBad: skipBad, threads: threads, onImage: onImage,
            onSize: { example, width, height in
                let side = try Self.side(width: width, height: height, of: example.path, resize: resize)
                if let first, first.side != side {
                    throw WinnowError(
                        .badData,
                        "\(example.path): has \(side)×\(side) pixels, and \(first.path) has \(first.side)×\(first.side); give --resize"
                            + " to bring all to one size")
                }
                first = first ?? (example.path, side)
            })
        for problem in dataset.problems { Console.note("left out: \(problem)") }
        guard let size = first?.side else {
            throw WinnowError(
                .badData, "\(folder.path): holds no image that can be read; is it the right folder?")
        }
        let examples = dataset.examples(in: .train)
        let files = ImageSource.files(examples)
        name = folder.path
        self.schema = dataset.schema
        labels = examples.map(\.label)
        imageSize = size
        fingerprint = try dataset.fingerprint(of: .train)
        blockSize = 64
        read = { places in
            let loader = Loader(
                source: files, order: Array(places), batchSize: places.count,
                transform: { image, _ in Self.square(image, side: size) }, seed: 0, epoch: 0, threads: threads
            )
            return try loader.next()?.images ?? []
        }
    }

    /// The middle square of an image at a size; the image itself where it has that size.
    static func square(_ image: Image, side: Int) -> Image {
        if image.width == side, image.height == side { return image }
        return image.centerCropped(min(image.width, image.height)).resized(width: side, height: side)
    }
}
