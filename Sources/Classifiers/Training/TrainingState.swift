import Datasets
import Foundation
import NeuralNetwork
import Workspace

/// Where a run stands, but for the numbers that are too many: those of the model, the optimizer and the best model.
struct TrainingState: Codable, Equatable {
    /// Steps that are done. All random streams are named after epochs and places in them, so they follow from it.
    var step = 0
    /// Summed over the steps since the last validation.
    var lossSum = 0.0
    var lossCount = 0
    var best: TrainedClassifier.Choice?
    /// Validations since the best.
    var validationsWithoutGain = 0
    /// Of a run whose rate falls on plateaus.
    var plateau = PlateauSchedule()
}

/// What a run must share with a checkpoint to go on from it.
struct RunIdentity: Codable, Equatable {
    let recipe: String
    let seed: UInt64
    let schema: LabelSchema
    /// A digest of all labels, in order.
    let labels: String
    let statistics: ChannelStatistics?

    init(
        recipe: ClassifierRecipe, seed: UInt64, schema: LabelSchema, train: [Label], validation: [Label],
        statistics: ChannelStatistics?
    ) throws {
        self.recipe = try recipe.digest
        self.seed = seed
        self.schema = schema
        self.statistics = statistics
        var bytes = Data()
        for labels in [train, validation] {
            bytes.append(contentsOf: "\(labels.count)\n".utf8)
            for label in labels {
                switch label {
                case .bits(let bits): bytes.append(contentsOf: bits)
                case .index(let index): bytes.append(contentsOf: "\(index)\n".utf8)
                case .indices(let indices): bytes.append(contentsOf: "\(indices)\n".utf8)
                }
            }
        }
        labels = FileDigest.sha256(bytes)
    }

    /// What is not the same as in the run that a checkpoint is of, in words.
    func difference(from other: RunIdentity) -> String? {
        if recipe != other.recipe { return "another recipe" }
        if seed != other.seed { return "seed \(other.seed)" }
        if schema != other.schema { return "other labels" }
        if labels != other.labels { return "other images" }
        if statistics != other.statistics { return "another normalization" }
        return nil
    }
}

/// The checkpoints of a run: all that a continued run needs to give the same bytes as an unbroken one.
struct TrainingCheckpoint {
    private struct Description: Codable {
        let identity: RunIdentity
        let state: TrainingState
    }

    private enum FileName {
        static let state = "state.json"
        static let model = "model.safetensors"
        static let optimizer = "optimizer.safetensors"
        static let best = "best.safetensors"
    }

    var state: TrainingState
    let model: SafeTensors
    let optimizer: SafeTensors
    /// The weights of `state.best`.
    let best: SafeTensors?

    func save(to store: CheckpointStore, identity: RunIdentity) throws {
        try store.save(step: state.step) { folder in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            func write(_ data: Data, _ name: String) throws {
                try AtomicFile.write(data, to: folder.appendingPathComponent(name))
            }
            try write(encoder.encode(Description(identity: identity, state: state)), FileName.state)
            try write(model.serialized(), FileName.model)
            try write(optimizer.serialized(), FileName.optimizer)
            if let best { try write(best.serialized(), FileName.best) }
        }
    }

    /// The newest checkpoint; nil where there is none.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` where it is of another run, `.badData` where it is damaged.
    static func latest(in store: CheckpointStore, identity: RunIdentity) throws -> TrainingCheckpoint? {
        guard let checkpoint = try store.latest() else { return nil }
        guard
            let description = try? JSONDecoder().decode(
                Description.self, from: Data(contentsOf: checkpoint.file(FileName.state))),
            description.state.step == checkpoint.step
        else {
            throw WinnowError(
                .badData,
                "\(checkpoint.folder.path): is no checkpoint of a classifier; start anew with --force")
        }
        if let difference = identity.difference(from: description.identity) {
            throw WinnowError(
                .badRecipe,
                "\(checkpoint.folder.path): was written with \(difference); go on with what the run began with, or start anew"
                    + " with --force")
        }
        return try refusingBadWeights {
            TrainingCheckpoint(
                state: description.state, model: try SafeTensors(contentsOf: checkpoint.file(FileName.model)),
                optimizer: try SafeTensors(contentsOf: checkpoint.file(FileName.optimizer)),
                best: description.state.best == nil
                    ? nil : try SafeTensors(contentsOf: checkpoint.file(FileName.best)))
        }
    }
}
