import Datasets
import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// Trains a classifier, and keeps the moment that was best on the validation set.
///
/// The result is a function of recipe, images, statistics, seed and thread count: a run that was interrupted and resumed gives
/// the same bytes as an unbroken one.
public final class ClassifierTrainer {
    public let recipe: ClassifierRecipe
    public let schema: LabelSchema
    private let outputs: ClassifierOutputs
    private let plan: TrainingPlan
    private let loss: ClassifierLoss
    private let train: ImageSource
    private let validation: ImageSource
    private let givenStatistics: ChannelStatistics?
    private let identity: RunIdentity
    private let folder: URL?
    private let model: any ImageClassifier
    private let optimizer: any Optimizer
    private var state = TrainingState()
    private var bestWeights: SafeTensors?
    private var isResumed = false
    /// Whether ``run(progress:)`` has ended because a loss was no finite number.
    public private(set) var hasDiverged = false

    /// Called after each step with the number of steps that are done; what it throws ends the run as a signal would.
    var onStep: (Int) throws -> Void = { _ in }
    /// A checkpoint is written at the first validation after this time.
    var checkpointInterval: Duration = .seconds(120)

    /// How many steps the run has at most; it may stop early with `patience`.
    public var plannedSteps: Int { plan.totalSteps }

    /// How many steps are done: those of the checkpoint that a resumed run goes on from.
    public var completedSteps: Int { state.step }

    /// Prepares a run. Nothing is read but the checkpoint and pretrained weights.
    ///
    /// - Parameters:
    ///   - train: the images to learn from, real ones first where there are others.
    ///   - validation: real images that the best moment is chosen on.
    ///   - statistics: what images are normalised by: those of the real training images. Nil takes those of `train`.
    ///   - seed: of the initial weights, the order of images and their crops.
    ///   - folder: a folder that is there, for `checkpoints/` and `metrics.csv`; nil keeps nothing.
    ///   - resume: goes on from the folder's last checkpoint, if there is one.
    /// - Throws: `WinnowError` of kind `.badRecipe` where the batch is larger than the data or the checkpoint is of another
    ///   run; `.badData` where there are no validation images, or a label does not fit the schema; what reading pretrained
    ///   weights throws.
    public convenience init(
        recipe: ClassifierRecipe, schema: LabelSchema, train: ImageSource, validation: ImageSource,
        statistics: ChannelStatistics?, seed: UInt64, folder: URL?, resume: Bool
    ) throws {
        try self.init(
            recipe: recipe, schema: schema, train: train, validation: validation, statistics: statistics,
            seed: seed,
            folder: folder, resume: resume
        ) {
            recipe.model.makeModel(
                classes: ClassifierOutputs(schema, numbers: recipe.head.numbers).count, head: recipe.head,
                seed: $0)
        }
    }

    /// - Parameter makeModel: makes the network, with the initial weights of a seed; it is given none where a checkpoint's weights
    ///   will be loaded.
    init(
        recipe: ClassifierRecipe, schema: LabelSchema, train: ImageSource, validation: ImageSource,
        statistics: ChannelStatistics?, seed: UInt64, folder: URL?, resume: Bool,
        makeModel: (_ seed: UInt64?) -> any ImageClassifier
    ) throws {
        try recipe.check(with: schema)
        guard recipe.training.batch <= train.count else {
            throw WinnowError(
                .badRecipe,
                "training.batch: \(recipe.training.batch) is more than the \(train.count) training images; it takes at most as"
                    + " many as there are")
        }
        guard validation.count > 0 else {
            throw WinnowError(
                .badData,
                "there are no validation images to choose the best moment on; give the data set a validation split"
            )
        }
        for (name, labels) in [("training", train.labels), ("validation", validation.labels)] {
            if let bad = labels.firstIndex(where: { !schema.describes($0) }) {
                throw WinnowError(
                    .badData,
                    "the label of \(name) image \(bad) is \(labels[bad]), which does not fit \(schema.count)"
                        + " \(schema.task.rawValue) labels; use images that are labelled alike")
            }
        }
        self.recipe = recipe
        self.schema = schema
        self.train = train
        self.validation = validation
        self.folder = folder
        givenStatistics = statistics
        plan = TrainingPlan(
            recipe.training, imageCount: train.count,
            sampler: ImageSampler(recipe.training.sampler, labels: train.labels, schema: schema), seed: seed)
        guard recipe.training.warmUp <= plan.totalSteps else {
            throw WinnowError(
                .badRecipe,
                "training.warm_up: \(recipe.training.warmUp) is more than the run's \(plan.totalSteps) steps; it takes at most as"
                    + " many as there are")
        }
        outputs = ClassifierOutputs(schema, numbers: recipe.head.numbers)
        loss = ClassifierLoss(recipe.training.loss, outputs: outputs, training: train.labels)
        identity = try RunIdentity(
            recipe: recipe, seed: seed, schema: schema, train: train.labels, validation: validation.labels,
            statistics: statistics)
        var checkpoint: TrainingCheckpoint?
        if resume, let store = Self.store(in: folder) {
            checkpoint = try TrainingCheckpoint.latest(in: store, identity: identity)
        }
        model = makeModel(checkpoint == nil ? seed : nil)
        model.precision = recipe.precision
        optimizer = recipe.training.makeOptimizer(
            recipe.trainable == .head ? model.head.parameters : model.parameters.learned)
        if let checkpoint {
            try refusingBadWeights {
                try model.parameters.load(checkpoint.model, source: "the checkpoint")
                try optimizer.load(checkpoint.optimizer, source: "the checkpoint")
            }
            state = checkpoint.state
            bestWeights = checkpoint.best
            isResumed = true
        } else if let weights = recipe.pretrained {
            try PretrainedWeights(contentsOf: weights).load(
                into: model.parameters, replacingHeadAt: recipe.model.headPath)
        }
    }

    private var store: CheckpointStore? { Self.store(in: folder) }

    private static func store(in folder: URL?) -> CheckpointStore? {
        folder.map { CheckpointStore(folder: $0.appendingPathComponent("checkpoints")) }
    }

    /// Trains to the end, or until patience runs out.
    ///
    /// - Parameter progress: a bar of `plannedSteps`, begun at `completedSteps`.
    /// - Returns: the classifier as it was at the best validation: the highest mean accuracy (of several heads, the highest
    ///   mean score), of equals the lowest loss.
    /// - Throws: `Interrupted` after saving a checkpoint; `WinnowError` of kind `.badData` where an image cannot be read or a
    ///   loss is no finite number, `.ioFailed` where the disk fails. Checkpoints of before stay.
    /// - Precondition: it is called once.
    public func run(progress: ProgressBar? = nil) throws -> TrainedClassifier {
        let train = try decoded(train, beside: validation)
        let validation = try decoded(validation, beside: train)
        let statistics = try givenStatistics ?? ChannelStatistics(of: train) { try Interruption.check() }
        let inference = ClassifierInference(
            model: model, recipe: recipe, outputs: outputs, statistics: statistics)
        settleLayouts()
        let log = try folder.map {
            try CSVLog(
                $0.appendingPathComponent("metrics.csv"),
                columns: [
                    "step", "epoch", "learning_rate", "training_loss", "validation_loss",
                    "validation_accuracy",
                ], resumingAfter: isResumed ? state.step : nil)
        }
        let clock = ContinuousClock()
        let start = clock.now
        var lastSaved = start
        var waiting = 0.0
        while state.step < plan.totalSteps, !isOutOfPatience {
            let epoch = state.step / plan.stepsPerEpoch
            let loader = Loader(
                source: train, order: plan.order(epoch: epoch), batchSize: plan.batch,
                dropLast: plan.dropsLast,
                transform: ImageTransforms.classifierTraining(
                    resize: recipe.resize, imageSize: recipe.imageSize,
                    augmentation: recipe.training.augmentation, erasedColor: statistics.meanColor),
                seed: plan.seed, epoch: epoch, firstBatch: state.step % plan.stepsPerEpoch)
            while state.step < plan.totalSteps, !isOutOfPatience, let batch = try loader.next() {
                let loss = try step(inference.tensor(of: batch), labels: batch.labels)
                progress?.advance(values: [("loss", Self.text(loss))] + shownAccuracy)
                if plan.validates(after: state.step) {
                    try validate(inference, on: validation, log: log)
                    if clock.now - lastSaved >= checkpointInterval {
                        try saveCheckpoint()
                        lastSaved = clock.now
                    }
                }
                do {
                    try onStep(state.step)
                    try Interruption.check()
                } catch let interrupted as Interrupted {
                    try saveCheckpoint()
                    throw interrupted
                }
            }
            waiting += loader.waitingSeconds
        }
        progress?.advance(by: plan.totalSteps - state.step, values: shownAccuracy)
        return try bestClassifier(
            statistics, waitingShare: waiting / max((clock.now - start) / .seconds(1), 1e-9))
    }

    /// The images decoded and in memory, where they and those beside them fit.
    private func decoded(_ source: ImageSource, beside other: ImageSource) throws -> ImageSource {
        let bytes = DecodedDataset.byteCount(images: source.count + other.count, size: recipe.resize)
        guard bytes <= DecodedDataset.byteLimit else { return source }
        return try DecodedDataset(source, size: recipe.resize) { try Interruption.check() }.source
    }

    /// Lets every layer choose its weights' layout for the same batch in a fresh and in a resumed run: the order in which a
    /// convolution sums may depend on it.
    private func settleLayouts() {
        let size = recipe.imageSize
        GradientRecording.off {
            _ = model(
                Tensor(filledWith: 0, shape: [plan.batch, 3, size, size], on: model.parameters.device),
                mode: .inference)
        }
    }

    /// One step of the optimizer; returns the loss before it.
    private func step(_ images: Tensor, labels: [Label]) throws -> Double {
        model.randomSource.stream = RandomStream(seed: plan.seed, name: "classifier/dropout/\(state.step)")
        let loss = loss(logits(of: images), labels: labels)
        let value = loss.scalar
        guard value.isFinite else { throw diverged("training loss", value) }
        optimizer.learningRate = learningRate
        optimizer.step(down: loss)
        state.step += 1
        state.lossSum += value
        state.lossCount += 1
        return value
    }

    /// What the loss is of, recorded from the first parameter on that is trained.
    private func logits(of images: Tensor) -> Tensor {
        switch recipe.trainable {
        case .all: return model(images, mode: .training)
        case .head:
            let features = GradientRecording.off { model.features(of: images, mode: .inference) }
            return model.head(features, mode: .training)
        }
    }

    /// The rate of the next step.
    private var learningRate: Double {
        recipe.training.learningRate
            * recipe.training.rateFactor(
                at: state.step, steps: plan.totalSteps, stepsPerEpoch: plan.stepsPerEpoch)
            * state.plateau.factor
    }

    private func validate(_ inference: ClassifierInference, on source: ImageSource, log: CSVLog?) throws {
        let logits = try inference.logits(of: source)
        let loss = loss.crossEntropy(logits, labels: source.labels)
        guard loss.isFinite else { throw diverged("validation loss", loss) }
        let accuracy = try PredictionMetrics(logits: logits, targets: source.labels, outputs: outputs).score
        let choice = TrainedClassifier.Choice(step: state.step, accuracy: accuracy, loss: loss)
        let isBetter = state.best.map(choice.isBetter(than:)) ?? true
        if isBetter {
            state.best = choice
            bestWeights = try refusingBadWeights { try model.parameters.stateDictionary() }
        }
        state.validationsWithoutGain = isBetter ? 0 : state.validationsWithoutGain + 1
        if case .plateau(let factor, let patience) = recipe.training.schedule {
            state.plateau.note(
                accuracy, rate: recipe.training.learningRate, decay: factor, patience: patience)
        }
        try log?.append(
            step: state.step,
            [
                Double(state.step) / Double(plan.stepsPerEpoch), optimizer.learningRate,
                state.lossSum / Double(max(state.lossCount, 1)), loss, accuracy,
            ])
        state.lossSum = 0
        state.lossCount = 0
    }

    private var isOutOfPatience: Bool {
        recipe.training.patience.map { state.validationsWithoutGain >= $0 } ?? false
    }

    private func saveCheckpoint() throws {
        guard let store else { return }
        let checkpoint = try refusingBadWeights {
            TrainingCheckpoint(
                state: state, model: try model.parameters.stateDictionary(), optimizer: try optimizer.state(),
                best: bestWeights)
        }
        try checkpoint.save(to: store, identity: identity)
    }

    /// Deletes the run's checkpoints, once its result is saved.
    ///
    /// - Throws: `WinnowError` of kind `.ioFailed`.
    public func deleteCheckpoints() throws {
        guard let folder = store?.folder, FileManager.default.fileExists(atPath: folder.path) else { return }
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            throw WinnowError(.ioFailed, "\(folder.path): cannot be deleted; check its permissions")
        }
    }

    private func bestClassifier(
        _ statistics: ChannelStatistics, waitingShare: Double
    ) throws -> TrainedClassifier {
        guard let best = state.best, let bestWeights else {
            throw WinnowError(.bug, "a training of \(plan.totalSteps) steps ended without a validation")
        }
        try refusingBadWeights { try model.parameters.load(bestWeights, source: "the best weights") }
        return TrainedClassifier(
            model: model, recipe: recipe, schema: schema, statistics: statistics, choice: best,
            waitingShare: min(1, waitingShare))
    }

    private func diverged(_ term: String, _ value: Double) -> WinnowError {
        hasDiverged = true
        return WinnowError(
            .badData,
            "step \(state.step + 1): the \(term) is \(value); the training diverged: lower training.learning_rate (it is"
                + " \(recipe.training.learningRate))")
    }

    private var shownAccuracy: [(String, String)] {
        state.best.map { [("best", Self.text($0.accuracy * 100) + "%")] } ?? []
    }

    private static func text(_ value: Double) -> String { String(format: "%.4g", value) }
}
