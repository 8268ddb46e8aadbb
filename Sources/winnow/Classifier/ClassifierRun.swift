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
    ///
    /// A run that is finished is not done again: resumed, it gives the classifier that is there.
    func train(resolvedRecipe: String, resume: Bool) throws -> TrainedClassifier {
        try attempt(resolvedRecipe: resolvedRecipe, resume: resume).get()
    }

    /// The same, but where the training diverges, that is no reason to stop others: its error is what comes back.
    ///
    /// - Parameter statistics: of the real training images; they are measured where there are none.
    func attempt(
        resolvedRecipe: String, resume: Bool, statistics: ChannelStatistics? = nil
    ) throws -> Result<TrainedClassifier, WinnowError> {
        if resume, TrainedClassifier.exists(in: folder) {
            let finished = try TrainedClassifier(folder: folder)
            guard finished.recipe == recipe, finished.schema == dataset.schema else {
                throw WinnowError(
                    .badRecipe,
                    "\(folder.path): holds a classifier that was trained to the end with another recipe or other labels; give"
                        + " --force to replace it, or another name")
            }
            Console.note("\(folder.path): is trained to the end already")
            return .success(finished)
        }
        let real = ImageSource.files(dataset.examples(in: .train))
        let statistics = try statistics ?? measuredStatistics()
        let trainer = try ClassifierTrainer(
            recipe: recipe, schema: dataset.schema, train: synthetic.map(real.appending) ?? real,
            validation: .files(dataset.examples(in: .validation)), statistics: statistics, seed: seed,
            folder: folder,
            resume: resume)
        try AtomicFile.write(Data(resolvedRecipe.utf8), to: folder.appendingPathComponent("recipe.yaml"))
        let bar = ProgressBar(
            description: "training", total: trainer.plannedSteps, unit: "step",
            initial: trainer.completedSteps)
        let classifier: TrainedClassifier
        do {
            classifier = try trainer.run(progress: bar)
        } catch let error as WinnowError where trainer.hasDiverged {
            return .failure(error)
        }
        bar.finish()
        try classifier.save(to: folder)
        try trainer.deleteCheckpoints()
        return .success(classifier)
    }

    /// What images are normalised by: the statistics of the real training images, all of which are read.
    func measuredStatistics() throws -> ChannelStatistics {
        let real = ImageSource.files(dataset.examples(in: .train))
        let bar = ProgressBar(description: "reading", total: real.count, unit: "img")
        let statistics = try ChannelStatistics(of: real) {
            bar.advance()
            try Interruption.check()
        }
        bar.finish()
        return statistics
    }
}
