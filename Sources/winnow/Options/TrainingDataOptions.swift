import ArgumentParser
import Datasets

/// The data set that a command trains or measures on, and its labels.
struct TrainingDataOptions: ParsableArguments {
    @OptionGroup var source: DataOptions
    @OptionGroup var labels: AttributesOption

    /// Opens the data set and checks its images.
    ///
    /// - Parameters:
    ///   - attributes: the labels to use where none are asked for.
    ///   - splits: the splits that the command reads.
    ///   - takesHeads: whether the command works with multi-head labels.
    ///   - threads: how many threads decode.
    /// - Throws: as ``DataOptions/open(attributes:splits:takesHeads:threads:)``.
    func open(
        attributes: [String]? = nil, splits: [Split] = Split.allCases, takesHeads: Bool = false, threads: Int
    ) throws -> Dataset {
        try source.open(
            attributes: labels.names ?? attributes, splits: splits, takesHeads: takesHeads, threads: threads)
    }
}
