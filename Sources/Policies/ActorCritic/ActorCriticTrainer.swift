import Datasets
import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// Trains an actor to choose the synthetic images that a classifier gets better by, and a critic that tells it what to expect.
///
/// An episode: the actor keeps each synthetic image of the environment with its own probability; a fresh child classifier is
/// trained on the real images and those kept; its score on validation images becomes the reward R; the actor follows the
/// advantage R − V, the critic learns to expect R. The folder gets `actor.safetensors`, `critic.safetensors`, `policy.json`,
/// `episodes.csv` and `checkpoints/`.
public final class ActorCriticTrainer {
    public let recipe: ActorCriticRecipe
    public let environment: SelectionEnvironment
    public let seed: UInt64
    public let folder: URL

    private let actor: DecisionNetwork
    private let critic: DecisionNetwork
    private let child: ChildClassifier
    private let store: CheckpointStore
    private let log: CSVLog
    private var state: ActorCriticState

    /// Starts a run, or goes on with the one that the folder holds.
    ///
    /// - Parameters:
    ///   - folder: `policies/NAME`, which exists.
    ///   - resume: goes on from the newest checkpoint, if there is one.
    /// - Throws: `WinnowError` `.usage` where the folder's run was started with another recipe, seed or environment; `.badData`
    ///   where its checkpoints are damaged or the child classifier diverges; `.cannotCreate`, `.ioFailed`.
    /// - Precondition: the environment's images have the recipe's size.
    public init(
        recipe: ActorCriticRecipe, environment: SelectionEnvironment, seed: UInt64, folder: URL, resume: Bool
    ) throws {
        precondition(
            environment.training.size == recipe.imageSize,
            "ActorCriticTrainer: images of side \(environment.training.size) for image_size \(recipe.imageSize)"
        )
        self.recipe = recipe
        self.environment = environment
        self.seed = seed
        self.folder = folder
        func network(_ role: String, _ rate: Double) -> DecisionNetwork {
            var stream = RandomStream(seed: seed, name: "policies/rl/\(role)")
            return DecisionNetwork(
                recipe: recipe, schema: environment.schema, learningRate: rate, seed: stream.next())
        }
        actor = network("actor", recipe.actor.learningRate)
        critic = network("critic", recipe.actor.criticLearningRate)
        child = ChildClassifier(recipe: recipe, environment: environment, seed: seed)
        store = CheckpointStore(folder: folder.appendingPathComponent("checkpoints"))
        let identity = ActorCriticState.Identity(
            recipe: recipe, seed: seed, environment: environment.digest)
        if resume, let checkpoint = try store.latest() {
            state = try ActorCriticCheckpoint(actor: actor, critic: critic)
                .load(checkpoint, expecting: identity)
        } else {
            let everything =
                recipe.reward == .difference
                ? try child.score(keeping: environment.syntheticRows.map { _ in true }) : nil
            state = ActorCriticState(
                rewards: RewardHistory(
                    kind: recipe.reward, window: recipe.rewardWindow, everythingKept: everything),
                identity: identity)
        }
        log = try CSVLog(
            folder.appendingPathComponent("episodes.csv"), columns: EpisodeRecord.columns,
            resumingAfter: resume ? state.episode : nil)
    }

    /// How many episodes are done.
    public var episode: Int { state.episode }

    /// Trains to the last episode and writes the policy.
    ///
    /// - Throws: `Interrupted` once a signal has come, after saving a checkpoint; `WinnowError` `.badData` where a number is none,
    ///   with the episode and the term; `.cannotCreate`, `.ioFailed`.
    public func run(progress: ProgressBar? = nil) throws -> TrainedActor {
        try run(progress: progress, checkingInterruption: Interruption.check)
    }

    func run(progress: ProgressBar?, checkingInterruption: () throws -> Void) throws -> TrainedActor {
        while state.episode < recipe.episodes {
            let record = try runEpisode()
            try log.append(step: record.episode, record.cells)
            progress?.advance(values: [
                ("score", String(format: "%.3f", record.score)),
                ("keep", String(format: "%.2f", record.keepRate)),
            ])
            do {
                try checkingInterruption()
            } catch {
                try save()
                throw error
            }
            if state.episode.isMultiple(of: recipe.checkpointEvery) || state.episode == recipe.episodes {
                try save()
            }
        }
        return try finish()
    }

    private func save() throws {
        try ActorCriticCheckpoint(actor: actor, critic: critic).save(state, in: store)
    }

    /// Plays an episode and learns from it.
    func runEpisode() throws -> EpisodeRecord {
        let images = environment.training
        let rows = environment.syntheticRows
        let number = state.episode + 1
        let logits = Tensor(actor.outputs(for: images, rows: rows), shape: [rows.count]).asVariable()
        let values = Tensor(critic.outputs(for: images, rows: rows), shape: [rows.count]).asVariable()
        let keep = logits.sigmoid().floats
        try refuse(number, "keep rate", keep.reduce(0) { $0 + Double($1) })

        var stream = RandomStream(seed: seed, name: "policies/rl/episode/\(number)")
        let kept = keep.map { stream.bernoulli(Double($0)) }
        let score = try scored(kept, number)
        let reward = state.rewards.reward(for: score)
        let value = values.mean().scalar

        let losses = ActorCriticLosses.actor(
            logits: logits, actions: Tensor(kept.map { $0 ? 1 : 0 }, shape: [rows.count]),
            advantage: reward - value,
            entropyWeight: ActorCriticLosses.entropyWeight(
                initial: recipe.actor.entropyBonus, episode: state.episode, episodes: recipe.episodes),
            keepRange: recipe.actor.keepRange[0]...recipe.actor.keepRange[1],
            keepPenalty: recipe.actor.keepPenalty)
        let valueLoss = ActorCriticLosses.critic(values: values, reward: reward)
        let record = EpisodeRecord(
            episode: number, score: score, reward: reward, value: value,
            keepRate: keep.reduce(0) { $0 + Double($1) } / Double(keep.count), kept: kept.count { $0 },
            entropy: losses.entropy, policyLoss: losses.policy, valueLoss: valueLoss.scalar,
            penalty: losses.penalty)
        if let flaw = record.flaw { try refuse(number, flaw.name, flaw.value) }

        try learn(actor, from: losses.total, of: logits, number, "actor's gradient")
        try learn(critic, from: valueLoss, of: values, number, "critic's gradient")
        state.episode = number
        state.keepRate = record.keepRate
        return record
    }

    private func scored(_ kept: [Bool], _ number: Int) throws -> Double {
        do {
            return try child.score(keeping: kept)
        } catch let error as WinnowError {
            throw WinnowError(error.kind, "rl, episode \(number): \(error.message)")
        }
    }

    /// One step against the gradient of a loss of the network's outputs.
    private func learn(
        _ network: DecisionNetwork, from loss: Tensor, of outputs: Tensor, _ number: Int, _ term: String
    ) throws {
        let slope = gradients(of: loss, withRespectTo: [outputs])[0].floats
        let found = network.gradients(
            of: environment.training, rows: environment.syntheticRows, outputGradient: slope)
        if !found.allSatisfy(\.isFinite) { try refuse(number, term, .nan) }
        network.optimizer.step(found)
    }

    /// Throws where a term is no number.
    private func refuse(_ number: Int, _ term: String, _ value: Double) throws {
        guard !value.isFinite else { return }
        throw WinnowError(
            .badData,
            "rl, episode \(number): the \(term) is \(value), no finite number; lower actor.learning_rate and "
                + "actor.critic_learning_rate")
    }

    /// Writes the weights, then `policy.json`, whose presence says that the policy is whole.
    private func finish() throws -> TrainedActor {
        try WeightFile.write(
            actor.network.parameters.stateDictionary(),
            to: folder.appendingPathComponent(TrainedActor.weightsName))
        try WeightFile.write(
            critic.network.parameters.stateDictionary(),
            to: folder.appendingPathComponent("critic.safetensors"))
        let description = TrainedActor.Description(
            task: environment.schema.task, labels: environment.schema.names, recipe: recipe, seed: seed,
            keepRate: state.keepRate, realCount: environment.realCount,
            syntheticCount: environment.syntheticCount, environment: environment.digest)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(TrainedActor.Document(description: description)),
            to: folder.appendingPathComponent(TrainedActor.Description.fileName))
        return try TrainedActor(folder: folder)
    }
}
