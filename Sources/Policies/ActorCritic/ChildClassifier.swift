import Classifiers
import Datasets
import NeuralNetwork
import TensorEngine
import Workspace

/// Tries a selection: trains a fresh small classifier on the real images and the samples that were kept, and scores it on
/// the validation images.
///
/// Its initial weights and the number of steps are the same in every episode, so that a better score is the data's.
struct ChildClassifier {
    let recipe: ActorCriticRecipe
    let environment: SelectionEnvironment
    let seed: UInt64

    /// Images that are classified at once.
    private static let chunk = 256

    /// The score of a selection.
    ///
    /// - Parameter kept: `[syntheticCount]`, which synthetic images are trained on.
    /// - Returns: from 0 to 1: the balanced accuracy, mean over the labels; in single-label data the mean recall of the classes.
    ///   Either counts a rare class as much as a common one, which is what synthetic data are for.
    /// - Throws: `WinnowError` `.badData` where the child diverged.
    func score(keeping kept: [Bool]) throws -> Double {
        let rows =
            Array(0..<environment.realCount)
            + zip(environment.syntheticRows, kept).filter(\.1).map(\.0)
        let network = trained(on: rows)
        let metrics = try ClassifierMetrics(
            probabilities: probabilities(network), targets: environment.validation.labels,
            schema: environment.schema)
        guard environment.schema.task == .multiLabel else { return metrics.meanAccuracy }
        // In the schema's order: a dictionary's order changes from run to run, and with it the last bit of a sum.
        let defined = environment.schema.names.compactMap { metrics.balancedAccuracy[$0] }
        return defined.reduce(0, +) / Double(max(defined.count, 1))
    }

    private func trained(on rows: [Int]) -> PolicyNetwork {
        let schema = environment.schema
        let network = PolicyNetwork(
            imageSize: environment.training.size, labelCount: 0, widths: recipe.actor.widths,
            hiddenWidth: recipe.actor.hidden, outputs: schema.count, seed: seed)
        let learned = network.parameters.learned
        let optimizer = Adam(learned, learningRate: recipe.child.learningRate)
        var stream = RandomStream(seed: seed, name: "policies/rl/child")
        let batch = min(recipe.child.batch, rows.count)
        var rest: ArraySlice<Int> = []
        for _ in 0..<recipe.child.steps {
            if rest.count < batch { rest = rows.shuffled(using: &stream)[...] }
            let chosen = rest.prefix(batch)
            rest = rest.dropFirst(batch)
            let logits = network(environment.training.tensor(chosen))
            let targets = environment.training.labelTensor(chosen, schema: schema)
            let loss =
                switch schema.task {
                case .multiLabel: Loss.binaryCrossEntropy(logits, targets: targets)
                case .singleLabel: Loss.crossEntropy(logits, targets: targets)
                case .multiHead: preconditionFailure("ChildClassifier: multi-head labels")
                }
            optimizer.step(down: loss)
        }
        return network
    }

    /// `[M × labels]` of the validation images.
    private func probabilities(_ network: PolicyNetwork) throws -> [Float] {
        let validation = environment.validation
        var probabilities: [Float] = []
        try GradientRecording.off {
            for start in stride(from: 0, to: validation.count, by: Self.chunk) {
                let rows = start..<min(start + Self.chunk, validation.count)
                let logits = network(validation.tensor(rows))
                guard logits.isFinite else {
                    throw WinnowError(
                        .badData,
                        "the child classifier diverged (its logits are not finite); lower child.learning_rate"
                    )
                }
                let chances =
                    environment.schema.task == .multiLabel
                    ? logits.sigmoid() : logits.logSoftmax(axis: 1).exponential()
                // Rounding may carry a softmax a hair beyond 1.
                probabilities += chances.floats.map { min(max($0, 0), 1) }
            }
        }
        return probabilities
    }
}
