import Datasets
import Foundation
import Imaging
import Workspace

extension ImportSource {
    /// Images in an HDF5 file: `imgs` uint8 `[N, 3, H, W]` and `labels` whole numbers `[N]`, as PyTorch-StudioGAN has them, or `images`
    /// uint8 `[N, H, W, 3]` and `target` `[N]`, as a pool's shard has them. Labels of multi-label data are 0 and 1, `[N, L]`.
    ///
    /// - Parameters:
    ///   - file: it may be compressed by deflate.
    ///   - schema: what the labels mean; without it, the file has to say so in a root attribute `label_names` or `labels`.
    ///   - resize: the side to bring the images to, after the middle square of each is taken; without it they have to be squares.
    /// - Throws: `WinnowError(.badData)` where the file is damaged or holds something else, or a label is none of the schema's;
    ///   `.missingInput` where there is none.
    public init(hdf5 file: URL, schema: LabelSchema?, resize: Int?) throws {
        try schema?.refuseHeads(in: "a pool")
        let opened = try GeneratedFile(opening: file)
        let (height, width) = (opened.height, opened.width)
        let size = try Self.side(width: width, height: height, of: file.path, resize: resize)
        let schema = try opened.schema(given: schema)
        name = file.path
        self.schema = schema
        labels = try opened.labels(schema)
        imageSize = size
        fingerprint = try opened.fingerprint(schema: schema, labels: labels)
        blockSize = opened.blockSize
        read = { places in
            let pixels = try opened.images(places)
            if width == size, height == size { return pixels }
            let bytes = width * height * 3
            return places.indices.flatMap { place in
                let start = (place - places.lowerBound) * bytes
                let image = Image(
                    width: width, height: height, pixels: Array(pixels[start..<start + bytes]))
                return Self.square(image, side: size).pixels
            }
        }
    }

    /// Whether a file's images have one label or any number of them, by the shape of its labels.
    ///
    /// - Throws: as the initializer.
    public static func task(ofHDF5 file: URL) throws -> Task {
        try GeneratedFile(opening: file).isMultiLabel ? .multiLabel : .singleLabel
    }

    /// Whether a path is that of an HDF5 file, by its name.
    public static func isHDF5(_ url: URL) -> Bool {
        ["h5", "hdf5", "hdf"].contains(url.pathExtension.lowercased())
    }
}
