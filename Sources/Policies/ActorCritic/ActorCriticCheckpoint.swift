import Foundation
import NeuralNetwork
import Workspace

/// What a continued run needs beside weights and moments. The random streams are named after the episode, so they need no
/// saving.
struct ActorCriticState: Codable, Equatable {
    /// How many episodes are done.
    var episode = 0
    var rewards: RewardHistory
    /// The mean keep probability of the last episode.
    var keepRate = 0.0
    /// What the run was started with.
    let identity: Identity

    /// What must be the same for a run to be continued.
    struct Identity: Codable, Equatable {
        let recipe: ActorCriticRecipe
        let seed: UInt64
        /// The environment's digest.
        let environment: String
    }
}

/// Saves and restores the actor, the critic and their state.
struct ActorCriticCheckpoint {
    let actor: DecisionNetwork
    let critic: DecisionNetwork

    private static let stateName = "state.json"

    func save(_ state: ActorCriticState, in store: CheckpointStore) throws {
        try store.save(step: state.episode) { folder in
            for (name, network) in networks {
                try WeightFile.write(
                    network.network.parameters.stateDictionary(),
                    to: folder.appendingPathComponent("\(name).safetensors"))
                try WeightFile.write(
                    network.optimizer.state(), to: folder.appendingPathComponent("\(name)-adam.safetensors"))
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try encoder.encode(state).write(to: folder.appendingPathComponent(Self.stateName))
        }
    }

    /// Takes over a checkpoint.
    ///
    /// - Throws: `WinnowError` `.usage` where it is of a run with another recipe, seed or data, `.badData` where it is not what
    ///   its manifest says.
    func load(_ checkpoint: Checkpoint, expecting identity: ActorCriticState.Identity) throws
        -> ActorCriticState
    {
        let url = checkpoint.file(Self.stateName)
        let state: ActorCriticState
        do {
            state = try JSONDecoder().decode(ActorCriticState.self, from: Data(contentsOf: url))
        } catch {
            throw WinnowError(.badData, "\(url.path): is not the state of an rl run; start anew with --force")
        }
        guard state.identity == identity else {
            let difference =
                if state.identity.recipe != identity.recipe {
                    "recipe"
                } else if state.identity.seed != identity.seed {
                    "seed (\(state.identity.seed))"
                } else {
                    "data set or pool"
                }
            throw WinnowError(
                .usage,
                "\(url.path): the run was started with another \(difference); --resume with the same, or start anew with "
                    + "--force")
        }
        for (name, network) in networks {
            let weights = checkpoint.file("\(name).safetensors")
            let moments = checkpoint.file("\(name)-adam.safetensors")
            try WeightFile.reporting {
                () throws(WeightsError) in
                try network.network.parameters.load(SafeTensors(contentsOf: weights), source: weights.path)
                try network.optimizer.load(SafeTensors(contentsOf: moments), source: moments.path)
            }
        }
        return state
    }

    private var networks: [(String, DecisionNetwork)] { [("actor", actor), ("critic", critic)] }
}

/// Weight files with the command line's errors.
enum WeightFile {
    /// Writes weights, verified, under a temporary name first.
    static func write(_ weights: SafeTensors, to url: URL) throws {
        try AtomicFile.write(weights.serialized(), to: url)
    }

    /// Runs `body`, and reports what is wrong with a weight file as bad data.
    static func reporting<Result>(_ body: () throws(WeightsError) -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw WinnowError(.badData, error.description)
        }
    }
}
