import ArgumentParser
import Datasets
import Foundation
import Pools
import Reports
import Workspace

/// `winnow compare`
struct CompareCommand: WorkingCommand {
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
    @Option(help: "The data set's folder: the one that the pool was made from.")
    var data: String
    @Option(help: "The pool's folder.")
    var pool: String
    @Option(help: "The report's folder to make.")
    var out: String
    @Option(
        help: "A trained classifier's folder, to judge which samples show the label that they were made for.")
    var oracle: String?
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Flag(help: "Leave out lines and files of the data set that are no good, as the pool's making did.")
    var skipBad = false
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        threads.apply()
        let plan = try ComparisonRecipe(try recipe.read())
        let opened = try Pool(folder: URL(fileURLWithPath: pool, isDirectory: true))
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: layout,
            attributes: opened.header.schema.task == .multiLabel ? opened.header.schema.names : nil,
            skipBad: skipBad)
        for note in dataset.notes { Console.note("winnow: note: \(note)") }
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        let experiment = try Experiment(
            recipe: plan, data: ExperimentData(dataset: dataset, pool: opened), folder: folder,
            oracle: oracle.map { URL(fileURLWithPath: $0, isDirectory: true) }, threads: threads.threads)
        try placement.prepare(folder)
        let stages = try experiment.stages()
        let pipeline = PipelineProgress(stages: stages.map { ($0.name, $0.weight) })
        defer { pipeline.finish() }
        let bars = Dictionary(uniqueKeysWithValues: stages.map { ($0.name, $0.bars) })
        let comparison = try experiment.run(command: commandLine) { name in
            if let count = bars[name] { pipeline.begin(name, bars: count) }
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
