import ArgumentParser
import Datasets
import Foundation
import Workspace

/// The data set that a command trains or measures on.
struct TrainingDataOptions: ParsableArguments {
    @Option(help: "The data set's folder.")
    var data: String
    @OptionGroup var options: DataOptions
    @Flag(help: "Leave out lines and files of the data set that are no good, and say which.")
    var skipBad = false

    /// Opens the data set, and every image of it where bad ones are to be left out.
    ///
    /// - Parameters:
    ///   - attributes: the labels to use where none are asked for.
    ///   - splits: the splits that will be read.
    func open(attributes: [String]? = nil) throws -> Dataset {
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: options.layout,
            attributes: options.attributeNames ?? attributes, skipBad: skipBad)
        for note in dataset.notes { Console.note("winnow: note: \(note)") }
        guard skipBad else { return dataset }
        let count = Split.allCases.reduce(0) { $0 + dataset.examples(in: $1).count }
        let bar = ProgressBar(description: "checking", total: count, unit: "img")
        let verified = try dataset.verified(skipBad: true) {
            bar.advance()
            try Interruption.check()
        }
        bar.finish()
        for problem in verified.problems { Console.note("winnow: note: left out: \(problem)") }
        return verified
    }
}
