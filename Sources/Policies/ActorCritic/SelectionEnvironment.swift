import Datasets
import Foundation
import Pools
import TensorEngine
import Workspace

/// What the actor acts on: a few real training images, synthetic ones to choose from, and validation images that tell what
/// the choice was worth.
public struct SelectionEnvironment: Sendable {
    public let schema: LabelSchema
    /// The real images, and behind them the synthetic ones.
    public let training: LabelledImages
    /// How many of them are real.
    public let realCount: Int
    public let validation: LabelledImages

    public var syntheticCount: Int { training.count - realCount }
    /// The rows of `training` that there is a choice about.
    public var syntheticRows: Range<Int> { realCount..<training.count }

    /// - Throws: `WinnowError` `.badData` where one of the three sets is empty.
    /// - Precondition: all images have the same size.
    public init(
        schema: LabelSchema, real: LabelledImages, synthetic: LabelledImages, validation: LabelledImages
    ) throws {
        precondition(real.size == synthetic.size && real.size == validation.size)
        for (set, name) in [(real, "training"), (synthetic, "synthetic"), (validation, "validation")]
        where set.count == 0 {
            throw WinnowError(
                .badData, "rl: there are no \(name) images; the policy learns from all three kinds")
        }
        try schema.refuseHeads(in: "the policy rl")
        self.schema = schema
        training = real.appending(synthetic)
        realCount = real.count
        self.validation = validation
    }

    /// Draws an environment from a data set and its pool.
    ///
    /// - Parameters:
    ///   - train: the real training images.
    ///   - validation: the validation images, of which at most as many as the recipe says are taken.
    ///   - pool: of the same labels. Where it holds fewer samples than the recipe asks for, all are taken.
    ///   - seed: decides which.
    /// - Throws: `WinnowError` `.badData` where the labels differ or a set is empty, and what reading throws.
    public static func drawn(
        from train: ImageSource, validation: ImageSource, pool: Pool, schema: LabelSchema,
        recipe: ActorCriticRecipe, seed: UInt64
    ) throws -> SelectionEnvironment {
        guard pool.header.schema == schema else {
            throw WinnowError(
                .badData,
                "\(pool.folder.path): its labels are \(pool.header.schema.names.joined(separator: ",")), and the data "
                    + "set's are \(schema.names.joined(separator: ",")); give the data set that the pool was made from"
            )
        }
        let realRows = draw(
            Int((recipe.realFraction * Double(train.count)).rounded(.up)), of: train.labels, schema: schema,
            minimumPerClass: recipe.minimumPerClass,
            stream: RandomStream(seed: seed, name: "policies/rl/real"))
        let wanted = Int((recipe.syntheticMultiple * Double(realRows.count)).rounded())
        var stream = RandomStream(seed: seed, name: "policies/rl/synthetic")
        let syntheticRows = Array(0..<pool.count).shuffled(using: &stream).prefix(wanted).sorted()
        let validationRows = draw(
            min(recipe.validationImages, validation.count), of: validation.labels, schema: schema,
            minimumPerClass: 0, stream: RandomStream(seed: seed, name: "policies/rl/validation"))
        return try SelectionEnvironment(
            schema: schema, real: LabelledImages(train, rows: realRows, size: recipe.imageSize),
            synthetic: LabelledImages(pool, rows: syntheticRows, size: recipe.imageSize),
            validation: LabelledImages(validation, rows: validationRows, size: recipe.imageSize))
    }

    /// Draws rows at random, then more of the classes that came out too small.
    ///
    /// A class of multi-label data is a label: the images that have it.
    ///
    /// - Returns: at least `count` rows (all, where there are fewer), ascending.
    static func draw(
        _ count: Int, of labels: [Label], schema: LabelSchema, minimumPerClass: Int, stream: RandomStream
    ) -> [Int] {
        var stream = stream
        let order = Array(labels.indices).shuffled(using: &stream)
        var chosen = Array(order.prefix(count))
        var held = [Int](repeating: 0, count: schema.count)
        for row in chosen { add(labels[row], to: &held) }
        for row in order.dropFirst(count) {
            let isWanted = zip(schema.vector(of: labels[row]), held).contains {
                $0 == 1 && $1 < minimumPerClass
            }
            guard isWanted else { continue }
            chosen.append(row)
            add(labels[row], to: &held)
        }
        return chosen.sorted()
    }

    private static func add(_ label: Label, to held: inout [Int]) {
        switch label {
        case .index(let index): held[index] += 1
        case .bits(let bits): for index in bits.indices { held[index] += Int(bits[index]) }
        case .indices: preconditionFailure("SelectionEnvironment: multi-head labels")
        }
    }

    /// A digest of all images and labels: the same for environments that hold the same.
    public var digest: String {
        var bytes = Data(
            "\(schema.task.rawValue)\n\(schema.names.joined(separator: "\t"))\n\(realCount)\n".utf8)
        for set in [training, validation] {
            bytes.append(contentsOf: "\(set.count) \(set.size)\n".utf8)
            bytes.append(contentsOf: set.pixels)
            for label in set.labels { bytes.append(contentsOf: schema.vector(of: label).map { UInt8($0) }) }
        }
        return FileDigest.sha256(bytes)
    }
}
