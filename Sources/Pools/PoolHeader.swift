import Datasets
import Workspace

/// What a pool says about itself: the root attributes of `pool.h5` and of each shard.
public struct PoolHeader: Sendable, Equatable {
    /// What the targets mean.
    public let schema: LabelSchema
    /// The side of the square images in pixels.
    public let imageSize: Int
    public let origin: PoolOrigin
    /// The fingerprint of the train split that was translated; in an imported pool, of the one that its generator is said to
    /// have been trained on, `nil` where nobody said.
    public let dataset: String?
    /// The program that wrote the pool, with its version.
    public let library: String

    /// The header of translations.
    ///
    /// - Parameters:
    ///   - fold: how many translated images there are for each real one.
    ///   - seed: that of the generation plan.
    ///   - generator: the SHA-256 of the generator's weights.
    ///   - dataset: the fingerprint of the train split that is translated.
    /// - Throws: `WinnowError(.badRecipe)` where the size is not in 1...4096, the fold is not a number above 0, or the schema
    ///   has no labels, more than 4096, one twice, or one that is empty or holds a zero byte;
    ///   `.usage` where the labels are multi-head.
    public init(
        schema: LabelSchema, imageSize: Int, fold: Double, seed: UInt64, generator: String, dataset: String,
        library: String
    ) throws {
        try self.init(
            schema: schema, imageSize: imageSize,
            origin: .translated(fold: fold, seed: seed, generator: generator), dataset: dataset,
            library: library)
    }

    /// - Throws: as the other initializer.
    public init(
        schema: LabelSchema, imageSize: Int, origin: PoolOrigin, dataset: String?, library: String
    ) throws {
        try schema.refuseHeads(in: "a pool")
        guard (1...Self.imageSizeLimit).contains(imageSize) else {
            throw WinnowError(
                .badRecipe, "image_size: \(imageSize) is not allowed; it takes 1 to \(Self.imageSizeLimit)")
        }
        if case .translated(let fold, _, _) = origin, !(fold.isFinite && fold > 0) {
            throw WinnowError(
                .badRecipe, "fold: \(PlainNumber.text(fold)) is not allowed; it takes a number above 0")
        }
        guard (1...Self.labelLimit).contains(schema.count), Set(schema.names).count == schema.count,
            schema.names.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0) })
        else {
            throw WinnowError(
                .badRecipe,
                "labels: \(schema.count) names are not allowed like this; give 1 to \(Self.labelLimit) different ones"
            )
        }
        self.schema = schema
        self.imageSize = imageSize
        self.origin = origin
        self.dataset = dataset
        self.library = library
    }

    /// The largest side that a pool's images may have.
    public static let imageSizeLimit = 4096
    private static let labelLimit = 4096

    /// Whether the samples are another generator's, so that nothing is known of sources and realism.
    public var isImported: Bool {
        if case .imported = origin { return true }
        return false
    }

    /// How many bytes one image takes.
    public var imageByteCount: Int { imageSize * imageSize * 3 }

    /// The first field in which two headers differ, with both values; `nil` where they are equal.
    ///
    /// The program's version is left out: a pool that one version began another may go on with.
    func difference(from other: PoolHeader) -> String? {
        if schema.task != other.schema.task {
            return "task is \(schema.task.rawValue), not \(other.schema.task.rawValue)"
        }
        if schema != other.schema {
            return
                "labels are \(schema.names.joined(separator: ",")), not \(other.schema.names.joined(separator: ","))"
        }
        if imageSize != other.imageSize { return "image size is \(imageSize), not \(other.imageSize)" }
        switch (origin, other.origin) {
        case (
            .translated(let fold, let seed, let generator), .translated(let fold2, let seed2, let generator2)
        ):
            if fold != fold2 { return "fold is \(PlainNumber.text(fold)), not \(PlainNumber.text(fold2))" }
            if seed != seed2 { return "seed is \(seed), not \(seed2)" }
            if generator != generator2 { return "generator is \(generator), not \(generator2)" }
        case (.imported(let fingerprint), .imported(let fingerprint2)):
            if fingerprint != fingerprint2 {
                return "imported images are \(fingerprint), not \(fingerprint2)"
            }
        case (.translated, .imported): return "samples are translated, not imported"
        case (.imported, .translated): return "samples are imported, not translated"
        }
        if dataset != other.dataset {
            return "data set is \(dataset ?? "none"), not \(other.dataset ?? "none")"
        }
        return nil
    }
}
