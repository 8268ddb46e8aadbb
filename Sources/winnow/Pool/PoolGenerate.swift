import ArgumentParser
import Datasets
import Foundation
import Generators
import Workspace

/// `winnow pool generate`
struct PoolGenerate: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Translate every training image to every label, until the pool has its size.",
        discussion: """
            EXAMPLE: winnow pool generate --generator generators/celeba --data data/celeba --fold 12 --out pools/celeba
            """)

    @Option(help: "The generator's run folder.")
    var generator: String
    @Option(help: "The data set's folder; only its train split is translated.")
    var data: String
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Flag(help: "Leave out lines and files of the data set that are no good, and say which.")
    var skipBad = false
    @Option(help: "A recipe, a YAML file with fold, seed and shard_size.")
    var recipe: String?
    @Option(help: "How many samples to make for each real image; without it, the recipe's.")
    var fold: Double?
    @Option(help: "The pool's folder to make.")
    var out: String
    @Option(help: "The seed of the order and the small shifts; without it, the recipe's.")
    var seed: UInt64?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard recipe != nil || fold != nil else {
            throw ValidationError("give --fold, or --recipe with one")
        }
        if let fold, !(fold > 0 && fold.isFinite) {
            throw ValidationError("--fold \(fold): give a number above 0")
        }
    }

    func work() throws {
        threads.apply()
        var overrides: [String] = []
        if let fold { overrides.append("fold=\(fold)") }
        if let seed { overrides.append("seed=\(seed)") }
        let text =
            try recipe.map { try Recipe(contentsOf: URL(fileURLWithPath: $0), overrides: overrides) }
            ?? Recipe(yaml: "", name: "pool", overrides: overrides)
        let folds = try text.double("fold", in: .above(0))
        let poolSeed = try text.int("seed", default: 0, in: 0...Int.max)
        let shardSize = try text.int("shard_size", default: 1024, in: 1...1_000_000)
        try text.finish()

        let trained = try TrainedGenerator(folder: URL(fileURLWithPath: generator, isDirectory: true))
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: layout,
            attributes: trained.schema.task == .multiLabel ? trained.schema.names : nil, skipBad: skipBad)
        for note in dataset.notes { Console.note("winnow: note: \(note)") }
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        let pools = try PoolGenerator(trained, dataset: dataset)
        try placement.prepare(folder)
        try pools.generate(
            to: folder, fold: folds, seed: UInt64(poolSeed), shardSize: shardSize, resume: placement.resume,
            version: Winnow.version)
    }
}
