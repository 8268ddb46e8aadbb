import ArgumentParser
import Datasets
import Foundation
import Generators
import Workspace

/// `winnow generator train`
struct GeneratorTrain: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a StarGAN on the train split of a data set.",
        discussion: """
            The run folder holds weights, checkpoints, metrics.csv, TensorBoard events and sheets of samples.

            EXAMPLE: winnow generator train generators/celeba-128.yaml --data data/celeba --out generators/celeba
            """)

    @OptionGroup var recipe: RecipeOptions
    @Option(help: "The data set's folder.")
    var data: String
    @OptionGroup var options: DataOptions
    @Flag(help: "Leave out lines and files of the data set that are no good, and say which.")
    var skipBad = false
    @Option(help: "The run folder to make.")
    var out: String
    @Option(help: "The seed of the run; without it, the recipe's.")
    var seed: UInt64?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        threads.apply()
        var file = recipe
        if let seed { file.settings.append("seed=\(seed)") }
        let text = try file.read()
        let plan = try StarGANRecipe(text)
        let names = options.attributeNames ?? (plan.attributes.isEmpty ? nil : plan.attributes)
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: options.layout, attributes: names,
            skipBad: skipBad)
        for note in dataset.notes { Console.note("winnow: note: \(note)") }
        guard dataset.examples(in: .train).count >= plan.training.batch else {
            throw try text.section("training").refusal(
                "batch",
                "\(plan.training.batch) is more than the \(dataset.examples(in: .train).count) images of the train split"
            )
        }
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.prepare(folder)
        let trainer = try StarGANTrainer(
            recipe: plan, resolvedRecipe: text.resolvedYAML, dataset: dataset, folder: folder,
            resume: placement.resume)
        try trainer.run()
    }
}
