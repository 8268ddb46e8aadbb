import Datasets
import Foundation
import Imaging
import NeuralNetwork
import TensorEngine
import Workspace

/// Trains a StarGAN on the train split of a data set, into a run folder.
///
/// A step is a function of the networks' state, the step's number and its batch: all chance comes from streams named after
/// the step, so a run that goes on from a checkpoint gives the same bytes as an unbroken one at the same thread count.
public final class StarGANTrainer {
    public let recipe: StarGANRecipe
    public let folder: URL
    /// Steps of the discriminator taken so far.
    public private(set) var iteration = 0

    private let schema: LabelSchema
    private let examples: [Example]
    private let generator: Generator
    private let discriminator: Discriminator
    private let optimizerG: Adam
    private let optimizerD: Adam
    private let schedule: LearningRateSchedule
    private let checkpoints: CheckpointStore
    private let resolvedRecipe: String
    private let recipeDigest: String
    private let sheet: TranslationSheet
    /// The terms of the generator's last step, for the log; nil before the first.
    private var generatorTerms: [Double]?
    /// The time that was spent on steps, and the part of it that was spent waiting for images, in seconds.
    private var stepSeconds = 0.0
    private var waitingSeconds = 0.0

    private static let generatorTermCount = 3
    private static let columns = [
        "iteration", "learning_rate", "D/loss_real", "D/loss_fake", "D/loss_cls", "D/loss_gp", "G/loss_fake",
        "G/loss_cls", "G/loss_rec",
    ]

    /// - Parameters:
    ///   - recipe: how to build and train; it is written to the folder, resolved.
    ///   - resolvedRecipe: the recipe's text with defaults filled in.
    ///   - dataset: its train split is what is learned.
    ///   - folder: the run folder, which exists.
    ///   - resume: goes on from the newest whole checkpoint there.
    /// - Throws: `WinnowError` where the data are too few, or the checkpoint is another recipe's.
    public init(
        recipe: StarGANRecipe, resolvedRecipe: String, dataset: Dataset, folder: URL, resume: Bool
    ) throws {
        self.recipe = recipe
        self.folder = folder
        schema = dataset.schema
        try schema.refuseHeads(in: "StarGAN")
        examples = dataset.examples(in: .train)
        guard examples.count >= recipe.training.batch else {
            throw WinnowError(
                .badRecipe,
                "training.batch: \(recipe.training.batch) is more than the \(examples.count) images of the train split; take a smaller batch"
            )
        }
        guard recipe.precision.isSupported else {
            throw WinnowError(
                .badRecipe,
                "precision: \(recipe.precision.rawValue) is not among what this processor computes in; take f32"
            )
        }
        checkpoints = CheckpointStore(folder: folder.appendingPathComponent("checkpoints"))
        let checkpoint = try resume ? checkpoints.latest() : nil
        generator = Generator(
            convDim: recipe.convDim, residualBlocks: recipe.residualBlocks, labels: schema.count,
            seed: checkpoint == nil ? recipe.seed : nil)
        discriminator = Discriminator(
            imageSize: recipe.imageSize, convDim: recipe.convDim, layers: recipe.discriminatorLayers,
            labels: schema.count, seed: checkpoint == nil ? recipe.seed &+ 1 : nil)
        generator.precision = recipe.precision
        discriminator.precision = recipe.precision
        let betas = (recipe.training.betas[0], recipe.training.betas[1])
        optimizerG = Adam(
            generator.parameters.learned, learningRate: recipe.training.learningRate, betas: betas)
        optimizerD = Adam(
            discriminator.parameters.learned, learningRate: recipe.training.learningRate, betas: betas)
        schedule = .linearDecay(start: recipe.training.decayFrom, end: recipe.training.iterations)
        self.resolvedRecipe = resolvedRecipe
        recipeDigest = FileDigest.sha256(
            Data(
                (resolvedRecipe + schema.names.joined(separator: ",") + (try dataset.fingerprint(of: .train)))
                    .utf8))
        sheet = try TranslationSheet(
            examples: Array(examples.prefix(6)), schema: schema, size: recipe.imageSize, crop: recipe.crop)
        if let checkpoint { try restore(checkpoint) }
        try TrainedGenerator.describe(resolvedRecipe: resolvedRecipe, schema, in: folder)
    }

    /// Trains to the recipe's last iteration, and writes the weights.
    ///
    /// - Throws: `Interrupted` after saving a checkpoint; `WinnowError` where a loss is no longer finite, naming the step and
    ///   the term; the last checkpoint is kept.
    public func run() throws {
        let total = recipe.training.iterations
        let metrics = try CSVLog(
            folder.appendingPathComponent("metrics.csv"), columns: Self.columns,
            resumingAfter: iteration > 0 ? iteration : nil)
        let events = try EventWriter(folder: folder, resumingAfter: iteration > 0 ? iteration : nil)
        let bar = ProgressBar(description: "generator", total: total, unit: "it", initial: iteration)
        var batches = try EpochBatches(self)
        while iteration < total {
            let start = ContinuousClock.now
            let batch = try batches.next(for: iteration)
            let terms = try step(batch)
            iteration += 1
            stepSeconds += (ContinuousClock.now - start).seconds
            if iteration % recipe.training.logEvery == 0 || iteration == total {
                let rate = optimizerD.learningRate
                let values: [Double?] =
                    [rate] + terms
                    + (generatorTerms ?? [Double?](repeating: nil, count: Self.generatorTermCount))
                try metrics.append(step: iteration, values)
                for (tag, value) in zip(Self.columns.dropFirst(), values) {
                    if let value { try events.addScalar(tag, value, step: iteration) }
                }
            }
            let reconstruction = generatorTerms.map { [("rec", String(format: "%.3f", $0[2]))] } ?? []
            bar.advance(
                values: [
                    ("D", String(format: "%.2f", terms[0] + terms[1])),
                    ("gp", String(format: "%.3f", terms[3])),
                ] + reconstruction + [("wait", waitingShare)])
            let isLast = iteration == total
            if iteration % recipe.training.sampleEvery == 0 || isLast { try writeSamples(events) }
            if iteration % recipe.training.checkpointEvery == 0 || isLast || Interruption.signal != nil {
                try save()
                if !isLast { try Interruption.check() }
            }
        }
        bar.finish()
        try TrainedGenerator.write(generator, discriminator, to: folder)
        Console.note("training waited for data \(waitingShare) of the time")
    }

    /// The share of the steps' time that was spent waiting for images, in percent.
    private var waitingShare: String {
        String(format: "%.1f%%", 100 * waitingSeconds / max(stepSeconds, 1e-9))
    }

    // MARK: - A step

    /// One step of the discriminator and, where its turn has come, one of the generator.
    ///
    /// - Returns: the discriminator's terms.
    private func step(_ batch: Batch) throws -> [Double] {
        let images = Tensor(
            images: batch.images, count: batch.count, height: batch.size, width: batch.size,
            mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
        var stream = RandomStream(seed: recipe.seed, name: "generator/step/\(iteration)")
        let order = Array(0..<batch.count).shuffled(using: &stream)
        let labels = labelTensor(batch.labels)
        let targets = labelTensor(order.map { batch.labels[$0] })
        let mixing = Tensor(
            (0..<batch.count).map { _ in Float(stream.uniform()) }, shape: [batch.count, 1, 1, 1])
        let rate = recipe.training.learningRate * schedule.factor(at: iteration)
        optimizerD.learningRate = rate
        optimizerG.learningRate = rate

        let fakes = GradientRecording.off { generator(images, labels: targets) }
        let loss = discriminatorLoss(
            discriminator, images: images, labels: labels, fakes: fakes, mixing: mixing, task: schema.task,
            weights: recipe.training.lossWeights)
        let terms = try finite(loss)
        optimizerD.step(down: loss.total)

        if (iteration + 1) % recipe.training.criticSteps == 0 {
            let loss = generatorLoss(
                generator, discriminator, images: images, labels: labels, targets: targets, task: schema.task,
                weights: recipe.training.lossWeights)
            generatorTerms = try finite(loss)
            optimizerG.step(down: loss.total)
        }
        return terms
    }

    private func labelTensor(_ labels: [Label]) -> Tensor {
        Tensor(labels.flatMap { schema.vector(of: $0) }, shape: [labels.count, schema.count])
    }

    /// The terms' values.
    ///
    /// - Throws: `WinnowError` where one is not finite; the networks have not been changed by this step's loss then.
    private func finite(_ loss: NamedLoss) throws -> [Double] {
        let values = loss.terms.map(\.value.scalar)
        guard let bad = values.firstIndex(where: { !$0.isFinite }) else { return values }
        throw WinnowError(
            .badData,
            "\(folder.path): step \(iteration + 1): the loss term \(loss.terms[bad].name) is \(values[bad]); the last checkpoint is kept. Lower training.learning_rate and go on from there in a new run"
        )
    }

    // MARK: - Batches

    /// The batches of one epoch after the other.
    private struct EpochBatches {
        private let trainer: StarGANTrainer
        private let images: ImageSource
        private let transform: ImageTransform
        private var loader: Loader?
        private var waited = 0.0

        /// Images are kept in memory, decoded and cropped, where they fit.
        init(_ trainer: StarGANTrainer) throws {
            self.trainer = trainer
            let files = ImageSource.files(trainer.examples)
            let (size, crop) = (trainer.recipe.imageSize, trainer.recipe.crop)
            if DecodedDataset.byteCount(images: files.count, size: size) <= DecodedDataset.byteLimit {
                images = try DecodedDataset(files, size: size, crop: crop) { try Interruption.check() }.source
                transform = ImageTransforms.starGAN(size: size, crop: nil)
            } else {
                images = files
                transform = ImageTransforms.starGAN(size: size, crop: crop)
            }
        }

        /// The batch of an iteration; iterations follow one another.
        mutating func next(for iteration: Int) throws -> Batch {
            let perEpoch = trainer.examples.count / trainer.recipe.training.batch
            let (epoch, place) = iteration.quotientAndRemainder(dividingBy: perEpoch)
            if loader == nil || place == 0 {
                var stream = RandomStream(seed: trainer.recipe.seed, name: "generator/shuffle/\(epoch)")
                loader = Loader(
                    source: images, order: Array(trainer.examples.indices).shuffled(using: &stream),
                    batchSize: trainer.recipe.training.batch, dropLast: true, transform: transform,
                    seed: trainer.recipe.seed, epoch: epoch, firstBatch: place)
                waited = 0
            }
            let batch = try loader!.next()!
            trainer.waitingSeconds += loader!.waitingSeconds - waited
            waited = loader!.waitingSeconds
            return batch
        }
    }

    // MARK: - Samples and checkpoints

    private func writeSamples(_ events: EventWriter) throws {
        let samples = folder.appendingPathComponent("samples")
        do {
            try FileManager.default.createDirectory(at: samples, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(
                .cannotCreate,
                "\(samples.path): cannot be made; check the folder's permissions and the free space")
        }
        let image = sheet.draw(generator)
        let png = try image.pngData()
        try AtomicFile.write(png, to: samples.appendingPathComponent(String(format: "%06d.png", iteration)))
        try events.addImage("samples", png: png, width: image.width, height: image.height, step: iteration)
    }

    private func save() throws {
        try checkpoints.save(step: iteration) { place in
            func write(_ file: SafeTensors, _ name: String) throws {
                try AtomicFile.write(
                    file.serialized(), to: place.appendingPathComponent(name + ".safetensors"))
            }
            var metadata = ["recipe": recipeDigest]
            metadata["generator_terms"] = generatorTerms?.map { "\($0)" }.joined(separator: " ")
            try write(generator.parameters.stateDictionary(metadata: metadata), "generator")
            try write(discriminator.parameters.stateDictionary(), "discriminator")
            try write(optimizerG.state(), "generator-optimizer")
            try write(optimizerD.state(), "discriminator-optimizer")
        }
    }

    private func restore(_ checkpoint: Checkpoint) throws {
        func read(_ name: String) throws -> (file: SafeTensors, path: String) {
            let url = checkpoint.file(name + ".safetensors")
            return (try SafeTensors(contentsOf: url), url.path)
        }
        do {
            let weights = try read("generator")
            guard weights.file.metadata["recipe"] == recipeDigest else {
                let there = try? String(
                    contentsOf: folder.appendingPathComponent("recipe.yaml"), encoding: .utf8)
                let difference = there.flatMap { RecipeDifference.phrase(there: $0, now: resolvedRecipe) }
                throw WinnowError(
                    .badRecipe,
                    "\(folder.path): was begun with \(difference.map { "another recipe (\($0))" } ?? "other labels or another data set"); give what it was begun with, or start anew with --force"
                )
            }
            let terms = weights.file.metadata["generator_terms"]?.split(separator: " ").compactMap {
                Double($0)
            }
            if let terms, terms.count == Self.generatorTermCount { generatorTerms = terms }
            try generator.parameters.load(weights.file, source: weights.path)
            let discriminatorWeights = try read("discriminator")
            try discriminator.parameters.load(discriminatorWeights.file, source: discriminatorWeights.path)
            let stateG = try read("generator-optimizer")
            try optimizerG.load(stateG.file, source: stateG.path)
            let stateD = try read("discriminator-optimizer")
            try optimizerD.load(stateD.file, source: stateD.path)
        } catch let error as WeightsError {
            throw WinnowError(.badData, error.description)
        }
        iteration = checkpoint.step
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
