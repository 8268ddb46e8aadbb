import Workspace

/// How large a pool is and how it is made: a recipe such as `pools/celeba.yaml`.
public struct PoolRecipe: Sendable, Equatable {
    /// Samples for each real training image, above 0.
    public var fold: Double
    /// Of the order and the small shifts.
    public var seed: UInt64 = 0
    /// Samples a shard.
    public var shardSize = 1024

    public init(fold: Double, seed: UInt64 = 0, shardSize: Int = 1024) {
        self.fold = fold
        self.seed = seed
        self.shardSize = shardSize
    }

    /// Reads a recipe strictly.
    ///
    /// - Throws: `WinnowError` `.badRecipe` with the key and what it takes.
    public init(_ recipe: Recipe) throws {
        fold = try recipe.double("fold", in: .above(0))
        seed = UInt64(try recipe.int("seed", default: 0, in: 0...Int.max))
        shardSize = try recipe.int("shard_size", default: shardSize, in: 1...1_000_000)
        try recipe.finish()
    }

    /// The recipe as a YAML file with all of its keys.
    public var resolvedYAML: String { "fold: \(fold)\nseed: \(seed)\nshard_size: \(shardSize)\n" }
}
