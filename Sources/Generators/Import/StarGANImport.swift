import Datasets
import Foundation
import NeuralNetwork
import Workspace

/// Weights of a StarGAN that was trained elsewhere, under the names of its published code (Choi et al., CVPR 2018), on their
/// way into a run folder.
///
/// Widths, depths, the number of labels and the size of the images follow from the shapes of the tensors. Running statistics
/// of instance normalizations are left out: the published code never uses them.
public struct StarGANImport {
    /// What weight files do not tell.
    public struct Facts {
        /// What the labels mean, and their names in the order of training.
        public var schema: LabelSchema
        /// The side of the images; nil for the discriminator's or, without one, the paper's 128.
        public var imageSize: Int?
        /// The side of the centred square that is cut out of a source image before it is resized.
        public var crop: Int

        public init(schema: LabelSchema, imageSize: Int? = nil, crop: Int = 178) {
            self.schema = schema
            self.imageSize = imageSize
            self.crop = crop
        }
    }

    /// How the networks are built; its training is the paper's, which need not be the one that they had.
    public let recipe: StarGANRecipe
    public let schema: LabelSchema
    private let resolvedRecipe: String
    private let generator: Generator
    private let discriminator: Discriminator?

    /// Reads the weights.
    ///
    /// - Parameters:
    ///   - generator: a file in any format that `WeightsFile` reads.
    ///   - discriminator: likewise; nil for a generator that can translate but not fill a pool.
    /// - Throws: `WinnowError` of kind `.missingInput` where there is no such file, `.badData` where it holds something else, naming
    ///   the layer, and `.usage` where the facts do not go with the weights.
    public init(generator: URL, discriminator: URL?, facts: Facts) throws {
        let (schema, source) = (facts.schema, generator.path)
        let weights = try Self.read(generator, preferring: ["G", "netG", "generator", "gen"])
        let shapes = try GeneratorShapes(weights, source: source)
        guard shapes.labelCount == schema.count else {
            throw WinnowError(
                .usage,
                "\(source): the generator has \(PlainNumber.count(shapes.labelCount, "label")) (main.0.weight), and \(schema.count) are named: \(schema.names.joined(separator: ", ")); name as many, in the order of its training"
            )
        }
        self.generator = Generator(
            convDim: shapes.convDim, residualBlocks: shapes.residualBlocks, labels: schema.count, seed: nil)
        try Self.load(weights, into: self.generator.parameters, source: source)

        var size = facts.imageSize ?? 128
        var layers = StarGANRecipe.discriminatorLayers(imageSize: size)
        if let discriminator {
            let source = discriminator.path
            let weights = try Self.read(discriminator, preferring: ["D", "netD", "discriminator", "dis"])
            let judge = try DiscriminatorShapes(weights, source: source)
            try Self.check(judge, against: shapes, facts, source: source)
            (size, layers) = (judge.imageSize, judge.layers)
            let network = Discriminator(
                imageSize: size, convDim: judge.convDim, layers: layers, labels: schema.count, seed: nil)
            try Self.load(weights, into: network.parameters, source: source)
            self.discriminator = network
        } else {
            self.discriminator = nil
        }
        self.schema = schema
        let written = try Recipe(
            yaml: Self.yaml(shapes, schema, size: size, layers: layers, crop: facts.crop), name: "recipe.yaml"
        )
        recipe = try StarGANRecipe(written)
        resolvedRecipe = written.resolvedYAML
    }

    /// Writes what a training leaves in its run folder and the other commands read.
    ///
    /// - Parameter folder: exists.
    /// - Throws: `WinnowError` of kind `.cannotCreate` or `.ioFailed`.
    public func write(to folder: URL) throws {
        try TrainedGenerator.write(
            generator, discriminator, schema, resolvedRecipe: resolvedRecipe, to: folder)
    }

    private static func check(
        _ judge: DiscriminatorShapes, against shapes: GeneratorShapes, _ facts: Facts, source: String
    ) throws {
        guard judge.labelCount == shapes.labelCount else {
            throw WinnowError(
                .badData,
                "\(source): the discriminator has \(PlainNumber.count(judge.labelCount, "label")) (conv2.weight), and the generator \(shapes.labelCount); give those that were trained together"
            )
        }
        guard judge.convDim == shapes.convDim else {
            throw WinnowError(
                .badData,
                "\(source): the discriminator is \(judge.convDim) wide (main.0.weight), and the generator \(shapes.convDim); networks of one width are read. Leave out the discriminator to translate images only"
            )
        }
        if let wanted = facts.imageSize, wanted != judge.imageSize {
            throw WinnowError(
                .usage,
                "\(source): the discriminator judges images of \(judge.imageSize) pixels (conv2.weight), not \(wanted); leave out the size"
            )
        }
    }

    private static func read(_ url: URL, preferring names: [String]) throws -> SafeTensors {
        try refusingBadWeights {
            let weights = try WeightsFile(contentsOf: url).weights(preferring: names, note: Console.note)
            var kept = SafeTensors()
            for entry in weights.entries where !isRunningStatistic(entry.name) { try kept.append(entry) }
            return kept
        }
    }

    private static func isRunningStatistic(_ name: String) -> Bool {
        [".running_mean", ".running_var", ".num_batches_tracked"].contains(where: name.hasSuffix)
    }

    private static func load(_ weights: SafeTensors, into parameters: ParameterStore, source: String) throws {
        try refusingBadWeights { try parameters.load(weights, source: source) }
        for parameter in parameters.learned {
            guard let bad = parameter.value.floats.first(where: { !$0.isFinite }) else { continue }
            throw WinnowError(
                .badData,
                "\(source): \(parameter.name) holds \(bad): the weights are of a training that diverged; give another checkpoint"
            )
        }
    }

    private static func yaml(
        _ shapes: GeneratorShapes, _ schema: LabelSchema, size: Int, layers: Int, crop: Int
    ) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        let names = schema.task == .multiLabel ? schema.names : []
        return """
            image_size: \(size)
            crop: \(crop)
            conv_dim: \(shapes.convDim)
            residual_blocks: \(shapes.residualBlocks)
            discriminator_layers: \(layers)
            attributes: \(String(decoding: try encoder.encode(names), as: UTF8.self))

            """
    }
}
