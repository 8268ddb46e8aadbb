import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Policies
import Workspace

/// `winnow policy train cl-sam`
struct PolicyTrainClassConfidence: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cl-sam",
        abstract: "Train the classifier whose confidence is the policy cl-sam, on real images only.",
        discussion: """
            Give the --attributes that the pool was made with.

            EXAMPLE: winnow policy train cl-sam --data data/celeba --out policies/cl-sam
            """)

    @OptionGroup var recipe: PolicyRecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "The policy's folder to make.")
    var out: String
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        threads.apply()
        let text = try recipe.read(PolicyName.classConfidence.rawValue)
        let plan = try ClassifierRecipe.readPolicy(text)
        try text.finish()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let dataset = try data.open(splits: [.train, .validation], threads: threads.threads)
        let run = ClassifierRun(
            recipe: plan, dataset: dataset, synthetic: nil, seed: seed.seed, folder: folder)
        try run.check(against: text.section("training"))
        let classifier = try placement.prepare(folder) {
            let classifier = try run.train(resolvedRecipe: text.resolvedYAML, resume: placement.resume)
            try PolicyDescription(kind: .classConfidence).write(to: folder)
            return classifier
        }
        if let choice = classifier.choice {
            let told = TrainingFacts(classifier, choice: choice, folder: folder)
            try facts.output(told) { told.text }
        }
    }
}
