import Datasets
import NeuralNetwork
import Workspace

/// How a StarGAN is built and trained; the defaults are the paper's for 128-pixel CelebA (Choi et al., 2018, section 5.2
/// and appendix 7.2).
public struct StarGANRecipe: Sendable, Equatable {
    /// The side S of the square images.
    public var imageSize = 128
    /// The side of the centred square that is cut out of a source image before it is resized.
    public var crop = 178
    /// The width d of the first layer of both networks.
    public var convDim = 64
    /// Residual blocks in the generator's middle.
    public var residualBlocks = 6
    /// How many times the discriminator halves the image.
    public var discriminatorLayers = 6
    /// The labels to translate between; empty for the data set's usual ones.
    public var attributes: [String] = []
    public var training = StarGANTrainingRecipe()
    /// Of both networks' activations.
    public var precision = Precision.float32
    public var seed: UInt64 = 0

    public init() {}

    /// How many times images of a size are halved unless the recipe says otherwise: the paper's six times at 128 pixels, and at
    /// other sizes as often as it goes, down to 2 pixels.
    public static func discriminatorLayers(imageSize: Int) -> Int {
        (1...6).last { imageSize.isMultiple(of: 1 << $0) && imageSize >> $0 >= 2 } ?? 1
    }

    /// Reads a recipe strictly; `seed` there is where the command line gives none.
    ///
    /// - Throws: `WinnowError` `.badRecipe` that names the key and what it takes.
    public init(_ recipe: Recipe) throws {
        imageSize = try recipe.int("image_size", default: imageSize, in: 16...1024)
        crop = try recipe.int("crop", default: crop, in: 16...65_536)
        convDim = try recipe.int("conv_dim", default: convDim, in: 1...1024)
        residualBlocks = try recipe.int("residual_blocks", default: residualBlocks, in: 0...64)
        discriminatorLayers = try recipe.int(
            "discriminator_layers", default: Self.discriminatorLayers(imageSize: imageSize), in: 1...10)
        attributes = try recipe.strings("attributes", default: attributes)
        training = try StarGANTrainingRecipe(recipe.section("training"))
        precision = try recipe.choice("precision", default: precision)
        seed = UInt64(try recipe.int("seed", default: Int(seed), in: 0...Int.max))
        try recipe.finish()
        guard imageSize.isMultiple(of: 1 << discriminatorLayers) else {
            throw recipe.refusal(
                "discriminator_layers",
                "\(discriminatorLayers) is not allowed with image_size \(imageSize); \(imageSize) must be divisible by 2 to that power"
            )
        }
        guard imageSize.isMultiple(of: 4) else {
            throw recipe.refusal(
                "image_size", "\(imageSize) is not allowed; it takes a number divisible by 4")
        }
    }
}

/// How a StarGAN is trained.
public struct StarGANTrainingRecipe: Sendable, Equatable {
    /// Steps of the discriminator.
    public var iterations = 200_000
    /// The step from which the rates fall linearly, to 0 at the last.
    public var decayFrom = 100_000
    public var batch = 16
    /// The generator takes a step after every so many of the discriminator.
    public var criticSteps = 5
    /// Adam's, for both networks.
    public var learningRate = 1e-4
    public var betas = [0.5, 0.999]
    public var lossWeights = LossWeights()
    /// Steps between rows of `metrics.csv`.
    public var logEvery = 10
    /// Steps between sheets of translated images.
    public var sampleEvery = 1_000
    /// Steps between checkpoints.
    public var checkpointEvery = 1_000

    public init() {}

    init(_ recipe: Recipe) throws {
        iterations = try recipe.int("iterations", default: iterations, in: 1...Int(Int32.max))
        decayFrom = try recipe.int("decay_from", default: iterations / 2, in: 0...Int(Int32.max))
        batch = try recipe.int("batch", default: batch, in: 1...4096)
        criticSteps = try recipe.int("critic_steps", default: criticSteps, in: 1...1000)
        learningRate = try recipe.double("learning_rate", default: learningRate, in: .above(0))
        betas = try recipe.doubles("betas", default: betas, in: .between(0, 0.999999), count: 2...2)
        lossWeights = LossWeights(
            classification: try recipe.double("lambda_cls", default: 1, in: .atLeast(0)),
            reconstruction: try recipe.double("lambda_rec", default: 10, in: .atLeast(0)),
            gradientPenalty: try recipe.double("lambda_gp", default: 10, in: .atLeast(0)))
        logEvery = try recipe.int("log_every", default: logEvery, in: 1...Int(Int32.max))
        sampleEvery = try recipe.int("sample_every", default: sampleEvery, in: 1...Int(Int32.max))
        checkpointEvery = try recipe.int("checkpoint_every", default: checkpointEvery, in: 1...Int(Int32.max))
    }
}
