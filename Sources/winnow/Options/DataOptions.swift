import ArgumentParser
import Datasets
import Foundation
import Workspace

/// The data set that a command reads, and what becomes of what is bad in it.
struct DataOptions: ParsableArguments {
    @Option(help: "The data set's folder.")
    var data: String
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Flag(help: "Leave out lines and images of the data set that are no good, and say which.")
    var skipBad = false

    /// Opens the data set and decodes every image that will be read, so that nothing bad comes to light during the work.
    ///
    /// - Parameters:
    ///   - attributes: the labels to use of a multi-label set; `nil` for the layout's usual ones.
    ///   - splits: the splits that the command reads.
    ///   - takesHeads: whether the command works with multi-head labels.
    ///   - threads: how many threads decode.
    /// - Throws: what opening throws; `WinnowError` `.usage` for multi-head labels where they are not taken; `.badData` for the first image that cannot be read, unless bad ones are to be
    ///   left out; `Interrupted`.
    func open(
        attributes: [String]? = nil, splits: [Split] = Split.allCases, takesHeads: Bool = false, threads: Int
    ) throws -> Dataset {
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: layout, attributes: attributes,
            skipBad: skipBad)
        if !takesHeads { try dataset.schema.refuseHeads(in: "this command") }
        for note in dataset.notes { Console.note(note) }
        let count = splits.reduce(0) { $0 + dataset.examples(in: $1).count }
        let bar = ProgressBar(description: "checking images", total: count, unit: "img")
        let verified = try dataset.verified(splits, skipBad: skipBad, threads: threads) {
            bar.advance()
            try Interruption.check()
        }
        bar.finish()
        for problem in verified.problems { Console.note("left out: \(problem)") }
        return verified
    }
}

extension LayoutName: ExpressibleByArgument {}
