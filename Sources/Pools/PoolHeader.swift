import Datasets
import Workspace

/// What a pool says about itself: the root attributes of `pool.h5` and of each shard.
public struct PoolHeader: Sendable, Equatable {
    /// What the targets mean.
    public let schema: LabelSchema
    /// The side of the square images in pixels.
    public let imageSize: Int
    /// How many translated images there are for each real one.
    public let fold: Double
    /// The seed of the generation plan.
    public let seed: UInt64
    /// The SHA-256 of the generator's weights.
    public let generator: String
    /// The fingerprint of the train split that was translated.
    public let dataset: String
    /// The program that wrote the pool, with its version.
    public let library: String

    /// - Throws: `WinnowError(.badRecipe)` where the size is not in 1...4096, the fold is not a number above 0, or the schema
    ///   has no labels, more than 4096, one twice, or one that is empty or holds a zero byte.
    public init(
        schema: LabelSchema, imageSize: Int, fold: Double, seed: UInt64, generator: String, dataset: String,
        library: String
    ) throws {
        guard (1...Self.imageSizeLimit).contains(imageSize) else {
            throw WinnowError(
                .badRecipe, "image_size: \(imageSize) is not allowed; it takes 1 to \(Self.imageSizeLimit)")
        }
        guard fold.isFinite, fold > 0 else {
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
        self.fold = fold
        self.seed = seed
        self.generator = generator
        self.dataset = dataset
        self.library = library
    }

    private static let imageSizeLimit = 4096
    private static let labelLimit = 4096

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
        if fold != other.fold {
            return "fold is \(PlainNumber.text(fold)), not \(PlainNumber.text(other.fold))"
        }
        if seed != other.seed { return "seed is \(seed), not \(other.seed)" }
        if generator != other.generator { return "generator is \(generator), not \(other.generator)" }
        if dataset != other.dataset { return "data set is \(dataset), not \(other.dataset)" }
        return nil
    }
}
