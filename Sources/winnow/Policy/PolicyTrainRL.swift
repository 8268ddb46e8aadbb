import ArgumentParser
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// `winnow policy train rl`
struct PolicyTrainReinforcement: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rl",
        abstract: "Train the actor and the critic of the policy rl.",
        discussion: """
            The actor learns which samples of the pool make a small classifier better on the validation images.

            EXAMPLE: winnow policy train rl --data data/celeba --pool pools/celeba --out policies/rl
            """)

    @OptionGroup var recipe: PolicyRecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "The pool's folder.")
    var pool: String
    @Option(help: "The policy's folder to make.")
    var out: String
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    /// What a finished training tells.
    private struct Facts: Encodable {
        let folder: String
        let episodes: Int
        let keepRate: Double
        let realCount: Int
        let syntheticCount: Int

        enum CodingKeys: String, CodingKey {
            case folder, episodes
            case keepRate = "keep_rate"
            case realCount = "real_count"
            case syntheticCount = "synthetic_count"
        }
    }

    func work() throws {
        threads.apply()
        let text = try recipe.read(PolicyName.actorCritic.rawValue)
        let plan = try ActorCriticRecipe.read(text)
        try text.finish()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let pool = try Pool(folder: URL(fileURLWithPath: pool, isDirectory: true))
        let schema = pool.header.schema
        let dataset = try data.open(
            attributes: schema.task == .multiLabel ? schema.names : nil, splits: [.train, .validation],
            threads: threads.threads)
        try pool.checkOrigin(dataset)
        let environment = try SelectionEnvironment.drawn(
            from: .files(dataset.examples(in: .train)), validation: .files(dataset.examples(in: .validation)),
            pool: pool, schema: dataset.schema, recipe: plan, seed: seed.seed)
        let description = try placement.prepare(folder) {
            let trainer = try ActorCriticTrainer(
                recipe: plan, environment: environment, seed: seed.seed, folder: folder,
                resume: placement.resume)
            try AtomicFile.write(
                Data(text.resolvedYAML.utf8), to: folder.appendingPathComponent("recipe.yaml"))
            let bar = ProgressBar(
                description: "episodes", total: plan.episodes, unit: "episode", initial: trainer.episode)
            let actor = try trainer.run(progress: bar)
            bar.finish()
            return actor.description
        }
        let told = Facts(
            folder: folder.relativePath, episodes: plan.episodes, keepRate: description.keepRate,
            realCount: description.realCount, syntheticCount: description.syntheticCount)
        try facts.output(told) {
            """
            policy       \(told.folder)
            episodes     \(told.episodes)
            environment  \(told.realCount) real, \(told.syntheticCount) synthetic
            keep rate    \(String(format: "%.2f", told.keepRate))

            """
        }
    }
}
