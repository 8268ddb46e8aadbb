import Classifiers
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// One training of a classifier from the command line, from its data to the files in its folder.
struct ClassifierRun {
    let recipe: ClassifierRecipe
    let dataset: Dataset
    /// Samples to train on beside the real images.
    let synthetic: ImageSource?
    let seed: UInt64
    let folder: URL

    /// Refuses a recipe that does not go with the data, before anything is written.
    ///
    /// - Parameter training: the recipe's section `training`.
    func check(against training: Recipe) throws {
        let count = dataset.examples(in: .train).count + (synthetic?.count ?? 0)
        guard recipe.training.batch <= count else {
            throw training.refusal(
                "batch",
                "\(recipe.training.batch) is more than the \(count) images of the train split; it takes at most that"
            )
        }
        for split in [Split.train, .validation] where dataset.examples(in: split).isEmpty {
            throw WinnowError(
                .badData,
                "\(dataset.root.path): its \(split.rawValue) split has no images; a training needs it")
        }
    }

    /// Trains, and leaves `classifier.json`, `classifier.safetensors`, `metrics.csv` and `recipe.yaml` in the folder.
    func train(resolvedRecipe: String, resume: Bool) throws -> TrainedClassifier {
        try AtomicFile.write(Data(resolvedRecipe.utf8), to: folder.appendingPathComponent("recipe.yaml"))
        let real = ImageSource.files(dataset.examples(in: .train))
        let reading = ProgressBar(description: "reading", total: real.count, unit: "img")
        let statistics = try ChannelStatistics(of: real) {
            reading.advance()
            try Interruption.check()
        }
        reading.finish()
        let trainer = try ClassifierTrainer(
            recipe: recipe, schema: dataset.schema, train: synthetic.map(real.appending) ?? real,
            validation: .files(dataset.examples(in: .validation)), statistics: statistics, seed: seed,
            folder: folder,
            resume: resume)
        let bar = ProgressBar(
            description: "training", total: trainer.plannedSteps, unit: "step",
            initial: trainer.completedSteps)
        let classifier = try trainer.run(progress: bar)
        bar.finish()
        try classifier.save(to: folder)
        try trainer.deleteCheckpoints()
        return classifier
    }
}
