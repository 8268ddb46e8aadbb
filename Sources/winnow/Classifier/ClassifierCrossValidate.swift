import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Workspace

/// `winnow classifier cross-validate`
struct ClassifierCrossValidate: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cross-validate",
        abstract:
            "Train a classifier for each fold of a data set, and measure all on what they have not learned from.",
        discussion: """
            The train and validation images together are parted into folds that have the labels alike, all images of a person in one; \
            test images take no part. Each fold is the validation split of one classifier, which learns from the others and is kept in \
            OUT/fold-1, OUT/fold-2, …; OUT/out-of-fold.csv has what each image's classifier says of it. A classifier's best moment is \
            chosen on its fold, so that the numbers are a little better than on test images. Recipes are those of winnow \
            classifier train.

            EXAMPLE: winnow classifier cross-validate policies/cl-sam.yaml --data data/celeba --folds 5 --out classifiers/folds
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "How many folds to make, at least 2.")
    var folds = 5
    @Option(help: "The folder to make.")
    var out: String
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard folds >= 2 else {
            throw ValidationError(
                "--folds \(folds): give 2 or more; a fold is measured by what learned from others")
        }
    }

    func work() throws {
        threads.apply()
        let text = try recipe.read()
        let plan = try ClassifierRecipe(ofEitherForm: text)
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let dataset = try data.open(
            splits: [.train, .validation], takesHeads: true, threads: threads.threads)
        try plan.check(with: dataset.schema)
        let validation = try CrossValidation(dataset, folds: folds, seed: seed.seed)
        let runs = (0..<folds).map { fold in
            ClassifierRun(
                recipe: plan, dataset: validation.dataset(of: fold), synthetic: nil, seed: seed.seed,
                folder: folder.appendingPathComponent("fold-\(fold + 1)", isDirectory: true))
        }
        for run in runs { try run.check(against: text.section("training")) }
        let told = try placement.prepare(folder) {
            try TrainingOrigin(dataset, folds: validation.folds, seed: seed.seed).settle(in: folder)
            let predictions = try validation.predictions(
                outputs: ClassifierOutputs(dataset.schema, numbers: plan.head.numbers)
            ) { fold, images in
                try logits(of: images, by: runs[fold], fold: fold, resolvedRecipe: text.resolvedYAML)
            }
            try AtomicFile.write(
                Data(predictions.csv.utf8), to: folder.appendingPathComponent("out-of-fold.csv"))
            return try CrossValidationFacts(
                validation, predictions, folders: runs.map(\.folder), labels: dataset.schema.names)
        }
        try facts.output(told) { told.text }
    }

    /// What a fold's classifier says of the fold's images, once it is trained.
    private func logits(
        of images: ImageSource, by run: ClassifierRun, fold: Int, resolvedRecipe: String
    ) throws -> [Float] {
        Console.note("fold \(fold + 1) of \(folds)")
        _ = try run.trainInSeries(resolvedRecipe: resolvedRecipe).get()
        // Read anew, as a resumed run has it: weights lie in memory as their first use wants, and that may decide a sum's last bit.
        let classifier = try TrainedClassifier(folder: run.folder)
        let bar = ProgressBar(description: "fold \(fold + 1)", total: images.count, unit: "img")
        let logits = try classifier.logits(of: images, progress: bar)
        bar.finish()
        return logits
    }
}
