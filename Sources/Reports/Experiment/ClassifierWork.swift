import Classifiers
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// The work of a comparison, done with the engine.
struct ClassifierWork: ExperimentWork {
    private let recipe: ComparisonRecipe
    /// The policies are trained once, whatever the number of seeds.
    private var policySeed: UInt64 { recipe.seeds[0] }

    init(recipe: ComparisonRecipe) { self.recipe = recipe }

    func trainingWeight(imageCount: Int) -> Double {
        let training = recipe.classifier.training
        switch training.budget {
        case .steps(let steps): return Double(steps * training.batch)
        case .epochs(let epochs): return Double(epochs * imageCount)
        }
    }

    /// A forward pass costs a third of a training step.
    func judgingWeight(data: ExperimentData) -> Double { Double(data.pool.count) / 3 }

    func scoringWeight(policy: String, data: ExperimentData) -> Double {
        if policy == PolicyName.actorCritic.rawValue {
            let child = recipe.actorCritic.child
            return Double(recipe.actorCritic.episodes * child.steps * child.batch) / Self.childDiscount
        }
        return judgingWeight(data: data) + trainingWeight(imageCount: data.trainLabels.count)
    }

    /// How much less an image costs in the child's three small convolutions than in a residual network, roughly.
    private static let childDiscount = 50.0

    func train(_ task: RunTask) throws -> [Float] {
        try classifier(
            seed: task.run.seed, on: task.train, task.images, folder: task.folder, title: task.title
        ).probabilities(of: task.images.test)
    }

    func scores(policy: String, data: ExperimentData, images: ExperimentImages, folder: URL) throws -> Scores
    {
        switch PolicyName(named: policy) {
        case .classConfidence:
            if !PolicyDescription.exists(in: folder) {
                try classifier(seed: policySeed, on: images.train, images, folder: folder, title: policy)
                    .save(to: folder)
                try PolicyDescription(kind: .classConfidence).write(to: folder)
            }
            let classifier = try TrainedClassifier(folder: folder)
            RunRecord.removeWork(in: folder)
            return try scored(policy, data.pool, by: ClassConfidenceSampler(classifier: classifier).scores)
        case .actorCritic:
            let actor = try actor(data, images, folder: folder)
            return try scored(policy, data.pool, by: ActorCriticSampler(actor: actor).scores)
        case .random, .realism, nil:
            throw WinnowError(
                .missingInput,
                "\(data.pool.folder.path): holds no scores by \(policy); add them with winnow pool score --by \(policy)"
            )
        }
    }

    func judgement(by oracle: URL, of pool: Pool) throws -> (probabilities: [Float], judge: String) {
        let classifier = try TrainedClassifier(folder: oracle)
        guard classifier.schema == pool.header.schema else {
            throw WinnowError(
                .badData,
                "\(oracle.path): knows the labels \(classifier.schema.names.joined(separator: ",")), not the pool's "
                    + "\(pool.header.schema.names.joined(separator: ",")); train a judge with these")
        }
        let bar = ProgressBar(description: "label check", total: pool.count, unit: "img")
        let probabilities = try classifier.probabilities(of: pool.source, progress: bar)
        bar.finish()
        return (probabilities, "\(classifier.recipe.model.rawValue) (\(oracle.lastPathComponent))")
    }

    /// Trains a classifier, or goes on with one that was interrupted.
    private func classifier(
        seed: UInt64, on train: ImageSource, _ images: ExperimentImages, folder: URL, title: String
    ) throws -> TrainedClassifier {
        let trainer = try ClassifierTrainer(
            recipe: recipe.classifier, schema: images.schema, train: train, validation: images.validation,
            statistics: images.statistics, seed: seed, folder: folder, resume: true)
        let bar = ProgressBar(
            description: title, total: trainer.plannedSteps, initial: trainer.completedSteps)
        let classifier = try trainer.run(progress: bar)
        bar.finish()
        return classifier
    }

    /// Trains an actor, or goes on with one that was interrupted.
    private func actor(_ data: ExperimentData, _ images: ExperimentImages, folder: URL) throws -> TrainedActor
    {
        let recipe = recipe.actorCritic
        let environment = try SelectionEnvironment.drawn(
            from: images.train, validation: images.validation, pool: data.pool, schema: images.schema,
            recipe: recipe, seed: policySeed)
        let trainer = try ActorCriticTrainer(
            recipe: recipe, environment: environment, seed: policySeed, folder: folder, resume: true)
        let bar = ProgressBar(
            description: PolicyName.actorCritic.rawValue, total: recipe.episodes, unit: "ep",
            initial: trainer.episode)
        let actor = try trainer.run(progress: bar)
        bar.finish()
        return actor
    }

    private func scored(
        _ policy: String, _ pool: Pool, by scores: (Pool, ProgressBar?) throws -> Scores
    ) throws -> Scores {
        let bar = ProgressBar(description: "\(policy) scores", total: pool.count, unit: "img")
        defer { bar.finish() }
        return try scores(pool, bar)
    }
}
