import Classifiers
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// The work of a comparison, done with the engine.
struct ClassifierWork: ExperimentWork {
    private let recipe: ClassifierRecipe
    private let policySeed: UInt64

    init(recipe: ComparisonRecipe) {
        self.recipe = recipe.classifier
        policySeed = recipe.seeds[0]
    }

    func trainingWeight(imageCount: Int) -> Double {
        switch recipe.training.budget {
        case .steps(let steps): Double(steps * recipe.training.batch)
        case .epochs(let epochs): Double(epochs * imageCount)
        }
    }

    /// A forward pass costs a third of a training step.
    func judgingWeight(data: ExperimentData) -> Double { Double(data.pool.count) / 3 }

    func scoringWeight(policy: String, data: ExperimentData) -> Double {
        judgingWeight(data: data) + trainingWeight(imageCount: data.trainLabels.count)
    }

    func train(_ task: RunTask) throws -> [Float] {
        try classifier(
            seed: task.run.seed, on: task.train, task.images, folder: task.folder,
            title: task.title
        ).probabilities(of: task.images.test)
    }

    func scores(policy: String, data: ExperimentData, images: ExperimentImages, folder: URL) throws -> Scores
    {
        guard policy == PolicyName.classConfidence.rawValue else {
            throw WinnowError(
                .missingInput,
                "\(data.pool.folder.path): holds no scores by \(policy); add them with winnow pool score --by policies/\(policy)"
            )
        }
        let classifier: TrainedClassifier
        if TrainedClassifier.exists(in: folder) {
            classifier = try TrainedClassifier(folder: folder)
        } else {
            classifier = try self.classifier(
                seed: policySeed, on: images.train, images, folder: folder, title: policy)
            try classifier.save(to: folder)
        }
        RunRecord.removeWork(in: folder)
        let bar = ProgressBar(description: "\(policy): scores", total: data.pool.count, unit: "img")
        let scores = try ClassConfidenceSampler(classifier: classifier).scores(of: data.pool, progress: bar)
        bar.finish()
        return scores
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
            recipe: recipe, schema: images.schema, train: train, validation: images.validation,
            statistics: images.statistics, seed: seed, folder: folder, resume: true)
        let bar = ProgressBar(
            description: title, total: trainer.plannedSteps, initial: trainer.completedSteps)
        let classifier = try trainer.run(progress: bar)
        bar.finish()
        return classifier
    }
}
