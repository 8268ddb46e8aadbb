import ArgumentParser
import Datasets
import Foundation
import Generators
import Workspace

/// `winnow generator train`
struct GeneratorTrain: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a StarGAN on the train split of a data set.",
        discussion: """
            The run folder holds weights, checkpoints, metrics.csv, TensorBoard events and sheets of samples.

            EXAMPLE: winnow generator train generators/celeba-128.yaml --data data/celeba --out generators/celeba
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "The run folder to make.")
    var out: String
    @Option(help: "The seed of the run; without it, the recipe's.")
    var seed: UInt64?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        threads.apply()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        var file = recipe
        if let seed { file.settings.append("seed=\(seed)") }
        let written = try file.read()
        let attributes = try StarGANRecipe(written).attributes
        try placement.check(folder)
        let dataset = try open(attributes, of: written)
        // The run's recipe names the labels that it is trained with, wherever they come from.
        if dataset.schema.task == .multiLabel {
            let names = dataset.schema.names.map { "\"\($0)\"" }.joined(separator: ", ")
            file.settings.append("attributes=[\(names)]")
        }
        let text = try file.read()
        let plan = try StarGANRecipe(text)
        guard dataset.examples(in: .train).count >= plan.training.batch else {
            throw try text.section("training").refusal(
                "batch",
                "\(plan.training.batch) is more than the \(dataset.examples(in: .train).count) images of the train split"
            )
        }
        try placement.prepare(folder) {
            try StarGANTrainer(
                recipe: plan, resolvedRecipe: text.resolvedYAML, dataset: dataset, folder: folder,
                resume: placement.resume
            ).run()
        }
    }

    /// Opens the data set with the labels that the command line names or, where it names none, the recipe.
    ///
    /// - Throws: `WinnowError` `.badRecipe` that names the key where it is the recipe's labels that the data set has not.
    private func open(_ attributes: [String], of recipe: Recipe) throws -> Dataset {
        do {
            return try data.open(
                attributes: attributes.isEmpty ? nil : attributes, splits: [.train], threads: threads.threads)
        } catch let error as WinnowError
            where error.kind == .usage && data.labels.names == nil && !attributes.isEmpty
        {
            throw recipe.refusal("attributes", error.message)
        }
    }
}
