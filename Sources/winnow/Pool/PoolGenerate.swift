import ArgumentParser
import Datasets
import Foundation
import Generators
import Pools
import Workspace

/// `winnow pool generate`
struct PoolGenerate: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Translate every training image to every label, until the pool has its size.",
        discussion: """
            EXAMPLE: winnow pool generate --generator generators/celeba --data data/celeba --fold 12 --out pools/celeba
            """)

    @Option(help: "The generator's run folder.")
    var generator: String
    @OptionGroup var data: DataOptions
    @Option(help: "A recipe, a YAML file with fold, seed and shard_size.")
    var recipe: String?
    @Option(name: .customLong("set"), help: "Set a recipe's key for this run, as key=value; may be repeated.")
    var settings: [String] = []
    @Option(
        parsing: .unconditional,
        help: "How many samples to make for each real image; without it, the recipe's.")
    var fold: Double?
    @Option(help: "The pool's folder to make.")
    var out: String
    @Option(help: "The seed of the order and the small shifts; without it, the recipe's.")
    var seed: UInt64?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard recipe != nil || fold != nil || settings.contains(where: { $0.hasPrefix("fold=") }) else {
            throw ValidationError("give --fold, or --recipe with one")
        }
        if let fold, !(fold > 0 && fold.isFinite) {
            throw ValidationError("--fold \(PlainNumber.text(fold)): give a number above 0")
        }
    }

    func work() throws {
        threads.apply()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        var overrides = settings
        if let fold { overrides.append("fold=\(fold)") }
        if let seed { overrides.append("seed=\(seed)") }
        let plan = try PoolRecipe(
            recipe.map { try Recipe(contentsOf: URL(fileURLWithPath: $0), overrides: overrides) }
                ?? Recipe(yaml: "", name: "pool", overrides: overrides))
        try placement.check(folder)
        let trained = try TrainedGenerator(folder: URL(fileURLWithPath: generator, isDirectory: true))
        let dataset = try data.open(
            attributes: trained.schema.task == .multiLabel ? trained.schema.names : nil, splits: [.train],
            threads: threads.threads)
        let pools = try PoolGenerator(trained, dataset: dataset)
        try placement.prepare(folder) {
            try pools.generate(to: folder, plan, resume: placement.resume, version: Winnow.version)
        }
    }
}
