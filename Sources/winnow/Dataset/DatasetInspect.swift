import ArgumentParser
import Datasets
import Foundation
import Workspace

/// `winnow dataset inspect`
struct DatasetInspect: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show a data set's layout, labels, balance, image sizes and unreadable files.",
        discussion: """
            Every image is decoded, so that damaged ones are found here and not during training.

            EXAMPLE: winnow dataset inspect data/celeba --attributes Black_Hair,Blond_Hair,Male
            """)

    @Argument(help: "The data set's folder.")
    var data: String
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @OptionGroup var labels: AttributesOption
    @Flag(help: "Read the images' headers only: quick, but damage behind a header goes unseen.")
    var quick = false
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: layout,
            attributes: labels.names, skipBad: true)
        for note in dataset.notes { Console.note(note) }
        let count = Split.allCases.reduce(0) { $0 + dataset.examples(in: $1).count }
        let bar = ProgressBar(description: "images", total: count, unit: "img")
        let summary = try DatasetSummary(of: dataset, decoding: !quick, threads: threads.threads) {
            try Interruption.check()
            bar.advance()
        }
        bar.finish()
        try facts.output(summary) { summary.text }
    }
}
