import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// `winnow classifier train`
struct ClassifierTrain: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a classifier on real images, and on a selection of a pool beside them.",
        discussion: """
            The recipe has `model`, `image_size`, `resize` and a section `training` as policies/cl-sam.yaml does; one of a \
            comparison, with a section `classifier`, does as well. The best moment is chosen on the validation split.

            EXAMPLE: winnow classifier train policies/cl-sam.yaml --data data/celeba --out classifiers/celeba
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "A pool that was made from the data set.")
    var pool: String?
    @Option(
        help:
            "Which of the pool's samples to add to the real images: a selection's name, or a file ending in .h5."
    )
    var selection: String?
    @Option(help: "The folder to make.")
    var out: String
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (pool == nil) == (selection == nil) else {
            throw ValidationError(
                "--pool and --selection go together: a selection's indices count in its pool")
        }
    }

    func work() throws {
        threads.apply()
        let text = try recipe.read()
        let plan = try ClassifierRecipe(ofEitherForm: text)
        let opened = try pool.map { try Pool(folder: URL(fileURLWithPath: $0, isDirectory: true)) }
        let schema = opened?.header.schema
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let dataset = try data.open(
            attributes: schema?.task == .multiLabel ? schema?.names : nil, splits: [.train, .validation],
            takesHeads: true, threads: threads.threads)
        let run = ClassifierRun(
            recipe: plan, dataset: dataset,
            synthetic: try opened.flatMap { try samples(of: $0, for: dataset) }, seed: seed.seed,
            folder: folder)
        try run.check(against: text.section("training"))
        let classifier = try placement.prepare(folder) {
            try run.train(resolvedRecipe: text.resolvedYAML, resume: placement.resume)
        }
        if let choice = classifier.choice {
            let told = TrainingFacts(classifier, choice: choice, folder: folder)
            try facts.output(told) { told.text }
        }
    }

    /// The chosen samples of the pool, once it is known to be made from the data set.
    private func samples(of pool: Pool, for dataset: Dataset) throws -> ImageSource? {
        guard let selection else { return nil }
        try pool.checkOrigin(dataset)
        return pool.source(of: try pool.selection(ofNameOrFile: selection))
    }
}
