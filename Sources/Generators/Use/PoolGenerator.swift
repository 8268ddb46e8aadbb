import Datasets
import Foundation
import Imaging
import Pools
import TensorEngine
import Workspace

/// Fills a pool with translations of a data set's training images.
public struct PoolGenerator {
    private let trained: TrainedGenerator
    private let discriminator: Discriminator
    private let examples: [Example]
    private let fingerprint: String
    /// Images that are translated at a time.
    private let batch = 32

    /// - Throws: `WinnowError` `.badData` where the data set has other labels than the generator, `.missingInput` where that has no
    ///   discriminator, which every sample of a pool is judged by.
    public init(_ trained: TrainedGenerator, dataset: Dataset) throws {
        guard dataset.schema == trained.schema else {
            throw WinnowError(
                .badData,
                "\(dataset.root.path): has the labels \(dataset.schema.names.joined(separator: ", ")), and the generator was trained on \(trained.schema.names.joined(separator: ", ")); give the data set that it was trained on"
            )
        }
        guard let discriminator = trained.discriminator else {
            throw WinnowError(
                .missingInput,
                "\(trained.folder.path): has no \(TrainedGenerator.discriminatorName), and a pool keeps the discriminator's score of every sample; import the generator again with --discriminator, or restore the file from a copy"
            )
        }
        self.trained = trained
        self.discriminator = discriminator
        examples = dataset.examples(in: .train)
        fingerprint = try dataset.fingerprint(of: .train)
    }

    /// Writes the pool, or goes on with one, and `recipe.yaml` beside it.
    ///
    /// - Parameters:
    ///   - folder: the pool's folder.
    ///   - recipe: how large it is to be.
    ///   - resume: keeps the shards that are there.
    ///   - version: Winnow's, written into the pool.
    /// - Throws: `Interrupted` between shards' batches; the sealed shards stay.
    public func generate(
        to folder: URL, _ recipe: PoolRecipe, resume: Bool, version: String
    ) throws {
        let shardSize = recipe.shardSize
        let plan = try GenerationPlan(
            labels: examples.map(\.label), schema: trained.schema, fold: recipe.fold, seed: recipe.seed)
        let header = try PoolHeader(
            schema: trained.schema, imageSize: trained.recipe.imageSize, fold: recipe.fold, seed: recipe.seed,
            generator: trained.digest, dataset: fingerprint, library: "winnow \(version)")
        let writer = try PoolWriter(folder: folder, header: header, shardSize: shardSize, resume: resume)
        for problem in writer.discarded {
            Console.note("\(problem.message.prefix { $0 != ";" }); it is made again")
        }
        if writer.isFinished { return }
        try AtomicFile.write(
            Data(recipe.resolvedYAML.utf8), to: folder.appendingPathComponent("recipe.yaml"))
        let bar = ProgressBar(
            description: "pool", total: plan.count, unit: "img", initial: writer.sealedCount)
        while writer.nextShard * shardSize < plan.count {
            let start = writer.nextShard * shardSize
            let samples = (start..<min(start + shardSize, plan.count)).map { plan[$0] }
            try writer.sealShard(shard(of: samples, plan, bar))
        }
        try writer.finish()
        bar.finish()
    }

    private func shard(
        of samples: [GenerationPlan.Sample], _ plan: GenerationPlan, _ bar: ProgressBar
    ) throws -> PoolShard {
        let loader = Loader(
            source: source(of: samples, plan), order: Array(samples.indices), batchSize: batch,
            transform: { image, _ in image }, seed: 0, epoch: 0)
        var images: [UInt8] = []
        var realism: [Float] = []
        while let sources = try loader.next() {
            try Interruption.check()
            let targets = sources.indices.map { samples[$0].target }
            let fakes = trained.generator.translate(
                bytes: sources.images, size: sources.size, to: targets, schema: trained.schema)
            images += fakes.imageBytes
            realism += GradientRecording.off {
                discriminator.realism(of: fakes).mean(axes: [1, 2, 3]).floats
            }
            bar.advance(by: sources.count)
        }
        return PoolShard(
            images: images, targets: samples.map(\.target), sources: samples.map(\.source),
            sourceIndex: samples.map { Int64($0.row) }, realism: realism)
    }

    /// The real images of samples, cropped, resized and mirrored as the plan says.
    private func source(of samples: [GenerationPlan.Sample], _ plan: GenerationPlan) -> ImageSource {
        let (examples, size, crop) = (examples, trained.recipe.imageSize, trained.recipe.crop)
        return ImageSource(labels: samples.map(\.source)) { index in
            let sample = samples[index]
            let image = try Image(contentsOf: examples[sample.row].file)
            return image.resized(
                Self.square(of: image, crop: crop, offset: plan.cropOffset(of: sample)), width: size,
                height: size, keeping: PixelRectangle(x: 0, y: 0, width: size, height: size),
                mirrored: sample.isMirrored)
        }
    }

    /// The centred square, shifted; one that is to be shifted is a little smaller, so that it stays in the image.
    private static func square(
        of image: Image, crop: Int, offset: (right: Float, down: Float)
    ) -> PixelRectangle {
        let side = min(crop, image.width, image.height)
        if offset == (0, 0) {
            return PixelRectangle(side, at: .center, width: image.width, height: image.height)
        }
        let margin = max(1, side / 32)
        let smaller = max(1, side - 2 * margin)
        func start(_ extent: Int, _ shift: Float) -> Int {
            let place = (extent - smaller) / 2 + Int((shift * Float(side)).rounded())
            return min(max(place, 0), extent - smaller)
        }
        return PixelRectangle(
            x: start(image.width, offset.right), y: start(image.height, offset.down), width: smaller,
            height: smaller)
    }
}
