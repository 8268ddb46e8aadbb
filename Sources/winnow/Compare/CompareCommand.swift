import ArgumentParser
import Datasets
import Foundation
import Pools
import Reports
import Workspace

/// `winnow compare`
struct CompareCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Train and test every policy, ratio and seed; print the tables.",
        discussion: """
            Scores that the pool holds are used; what is missing is trained and scored first. A run that is done is kept: an \
            interrupted comparison goes on with --resume. The report folder holds comparison.json, .md and .csv, index.html and \
            figures/.

            EXAMPLE: winnow compare reports/celeba.yaml --data data/celeba --pool pools/celeba --out reports/celeba
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var data: DataOptions
    @Option(help: "The pool's folder; it was made from the data set.")
    var pool: String
    @Option(help: "The report's folder to make.")
    var out: String
    @Option(
        help: "A trained classifier's folder, to judge which samples show the label that they were made for.")
    var oracle: String?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        threads.apply()
        let plan = try ComparisonRecipe(try recipe.read())
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let opened = try Pool(folder: URL(fileURLWithPath: pool, isDirectory: true))
        let schema = opened.header.schema
        let dataset = try data.open(
            attributes: schema.task == .multiLabel ? schema.names : nil, threads: threads.threads)
        let experiment = try Experiment(
            recipe: plan, data: ExperimentData(dataset: dataset, pool: opened), folder: folder,
            oracle: oracle.map { URL(fileURLWithPath: $0, isDirectory: true) }, threads: threads.threads)
        let comparison = try placement.prepare(folder) {
            let stages = try experiment.stages()
            let pipeline = PipelineProgress(stages: stages.map { ($0.name, $0.weight) })
            defer { pipeline.finish() }
            let bars = Dictionary(uniqueKeysWithValues: stages.map { ($0.name, $0.bars) })
            return try experiment.run(command: commandLine) { name in
                if let count = bars[name] { pipeline.begin(name, bars: count) }
            }
        }
        try facts.output(comparison) { ComparisonTables(comparison).terminal() }
        Console.note("wrote \(folder.appendingPathComponent("index.html").path)")
    }

    /// The command as it can be given again in a shell, without what concerns only this time.
    private var commandLine: String {
        let passing: Set = ["--resume", "--force", "--quiet", "-q", "--json"]
        let arguments = CommandLine.arguments.dropFirst().filter { !passing.contains($0) }
        return (["winnow"] + arguments.map(Self.quoted)).joined(separator: " ")
    }

    private static func quoted(_ argument: String) -> String {
        let isPlain = argument.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-_./,:=+@%".utf8.contains(byte)
        }
        return isPlain && !argument.isEmpty ? argument : "'" + argument.replacing("'", with: "'\\''") + "'"
    }
}
