import Classifiers
import Datasets
import Foundation
import Generators
import NeuralNetwork
import Policies
import Pools
import TensorEngine
import Workspace

/// Filling a pool and scoring one, with their files.
extension BenchmarkStep {
    /// How many samples a pool is filled with.
    private static let writtenCount = 512
    /// How many samples are scored.
    private static let scoredCount = 512

    /// What `winnow pool generate` does: sources are read, translated and judged, and shards written and sealed.
    func poolWriting(_ precision: Precision, _ files: BenchmarkFiles) throws -> PreparedStep {
        let dataset = try files.dataset()
        let trained = try untrainedGenerator(precision, schema: dataset.schema, at: files.place("generator"))
        let maker = try PoolGenerator(trained, dataset: dataset)
        let realCount = dataset.examples(in: .train).count
        let recipe = PoolRecipe(fold: Double(Self.writtenCount) / Double(realCount))
        let place = files.place("pool")
        return PreparedStep(imageCount: Self.writtenCount) {
            try? FileManager.default.removeItem(at: place)
            try maker.generate(to: place, recipe, resume: false, version: Winnow.version)
        }
    }

    /// The run folder of a generator with its initial weights.
    private func untrainedGenerator(
        _ precision: Precision, schema: LabelSchema, at folder: URL
    ) throws -> TrainedGenerator {
        let text = try Recipe(
            yaml: "{image_size: \(size), conv_dim: \(width), precision: \(precision.rawValue)}",
            name: "bench",
            overrides: [])
        let recipe = try StarGANRecipe(text)
        let generator = Generator(
            convDim: recipe.convDim, residualBlocks: recipe.residualBlocks, labels: schema.count, seed: 0)
        let discriminator = Discriminator(
            imageSize: recipe.imageSize, convDim: recipe.convDim, layers: recipe.discriminatorLayers,
            labels: schema.count, seed: 1)
        try OutputFolder.prepare(folder, force: false, resume: false)
        try TrainedGenerator.write(
            generator, discriminator, schema, resolvedRecipe: text.resolvedYAML, to: folder)
        return try TrainedGenerator(folder: folder)
    }

    /// What `winnow pool score --by cl-sam` does: samples are read, cropped, normalised and classified.
    func poolScoring(_ precision: Precision, _ files: BenchmarkFiles) throws -> PreparedStep {
        let schema = LabelSchema(task: .multiLabel, names: (0..<Self.labelCount).map { "label \($0)" })
        let recipe = try ClassifierRecipe.readPolicy(
            Recipe(
                yaml: "{image_size: \(size), precision: \(precision.rawValue)}", name: "bench", overrides: [])
        )
        let model = ResNet(classes: Self.labelCount, seed: 0)
        model.precision = precision
        let sampler = ClassConfidenceSampler(
            classifier: TrainedClassifier(
                model: model, recipe: recipe, schema: schema, statistics: .signedUnit, choice: nil,
                waitingShare: nil))
        let pool = try noisePool(schema, at: files.place("pool"))
        return PreparedStep(imageCount: Self.scoredCount) { _ = try sampler.scores(of: pool) }
    }

    /// A pool of noise.
    private func noisePool(_ schema: LabelSchema, at folder: URL) throws -> Pool {
        let count = Self.scoredCount
        let header = try PoolHeader(
            schema: schema, imageSize: size, fold: 1, seed: 0, generator: FileDigest.sha256(Data()),
            dataset: FileDigest.sha256(Data()), library: "winnow \(Winnow.version)")
        var stream = RandomStream(seed: 0, name: "bench/pool")
        let labels = (0..<count).map { _ in
            Label.bits((0..<schema.count).map { _ in stream.bernoulli(0.5) ? 1 : 0 })
        }
        let writer = try PoolWriter(folder: folder, header: header, shardSize: count, resume: false)
        try writer.sealShard(
            PoolShard(
                images: (0..<count * header.imageByteCount).map { _ in
                    UInt8(truncatingIfNeeded: stream.next())
                },
                targets: labels, sources: labels, sourceIndex: (0..<count).map(Int64.init),
                realism: [Float](repeating: 0, count: count)))
        try writer.finish()
        return try Pool(folder: folder)
    }
}
