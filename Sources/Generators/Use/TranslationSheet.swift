import Datasets
import Imaging
import Pools
import TensorEngine

/// The sheet of the paper's Figure 1: source images down, their translations across.
public struct TranslationSheet {
    private let schema: LabelSchema
    private let sources: [Image]
    private let labels: [Label?]

    /// Sources with known labels: each is translated to its own targets, as a pool's samples are.
    ///
    /// - Parameters:
    ///   - size: the side that images are resized to.
    ///   - crop: the side of the centred square that is cut out first.
    /// - Throws: `WinnowError` for an image that cannot be read.
    public init(examples: [Example], schema: LabelSchema, size: Int, crop: Int) throws {
        self.schema = schema
        sources = try Self.read(ImageSource.files(examples), size: size, crop: crop)
        labels = examples.map(\.label)
    }

    /// Sources without labels: in multi-label data, each is translated to every single label alone.
    ///
    /// - Throws: `WinnowError` for an image that cannot be read.
    public init(images: [Image], schema: LabelSchema, size: Int, crop: Int) throws {
        self.schema = schema
        let none = [Label](repeating: .index(0), count: images.count)
        sources = try Self.read(ImageSource(labels: none) { images[$0] }, size: size, crop: crop)
        labels = images.map { _ in nil }
    }

    private static func read(_ source: ImageSource, size: Int, crop: Int) throws -> [Image] {
        let transform = ImageTransforms.starGANSource(size: size, crop: crop)
        var stream = RandomStream(seed: 0, name: "sheet")
        return try (0..<source.count).map { transform(try source.image(at: $0), &stream) }
    }

    /// The targets of a source, one a column, in the schema's order; nil where the source has that label already.
    private func targets(of label: Label?) -> [Label?] {
        guard let label else {
            return (0..<schema.count).map { index in
                switch schema.task {
                case .multiLabel: .bits((0..<schema.count).map { $0 == index ? 1 : 0 })
                case .singleLabel: .index(index)
                case .multiHead: preconditionFailure("TranslationSheet: multi-head labels")
                }
            }
        }
        let found = TranslationTargets.targets(for: label, schema: schema)
        return (0..<schema.count).map { index in found.first { $0.classIndex == index }?.label }
    }

    /// Draws the sheet with the present weights of a generator.
    public func draw(_ generator: Generator) -> Image {
        var cells: [Image] = []
        for (source, label) in zip(sources, labels) {
            let targets = targets(of: label)
            let wanted = targets.map { $0 ?? label! }
            let translated = generator.translate(
                [Image](repeating: source, count: wanted.count), to: wanted, schema: schema)
            cells.append(source)
            cells += zip(targets, translated).map { $0 == nil ? source : $1 }
        }
        return Image.sheet(cells, columns: schema.count + 1)
    }
}

extension Generator {
    /// Translates images to targets, without recording gradients.
    ///
    /// - Parameters:
    ///   - images: squares of one size, divisible by 4.
    ///   - targets: one an image.
    /// - Returns: the translations, of the same size.
    public func translate(_ images: [Image], to targets: [Label], schema: LabelSchema) -> [Image] {
        let size = images[0].width
        let bytes = translate(
            bytes: images.flatMap(\.pixels), size: size, to: targets, schema: schema
        ).imageBytes
        return bytes.chunked(size * size * 3).map { Image(width: size, height: size, pixels: $0) }
    }

    /// Translates images to targets, without recording gradients.
    ///
    /// - Parameters:
    ///   - bytes: `[N, size, size, 3]`.
    ///   - targets: N labels.
    /// - Returns: `[N, 3, size, size]` in [−1, 1].
    func translate(bytes: [UInt8], size: Int, to targets: [Label], schema: LabelSchema) -> Tensor {
        let images = Tensor(
            images: bytes, count: targets.count, height: size, width: size, mean: [0.5, 0.5, 0.5],
            deviation: [0.5, 0.5, 0.5])
        let labels = Tensor(
            targets.flatMap { schema.vector(of: $0) }, shape: [targets.count, schema.count])
        return GradientRecording.off { self(images, labels: labels) }
    }
}

extension Array {
    /// Pieces of `size` elements, one after the other.
    fileprivate func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
