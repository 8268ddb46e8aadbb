import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Workspace

/// `winnow classifier evaluate`
struct ClassifierEvaluate: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a trained classifier on a split of a data set.",
        discussion: """
            EXAMPLE: winnow classifier evaluate classifiers/celeba --data data/celeba --groups Male,Blond_Hair
            """)

    @Argument(help: "The classifier's folder.")
    var classifier: String
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "The split to measure on.")
    var split = Split.test
    @Option(help: "Two labels, as A,B, whose combinations are looked at apart (multi-label data).")
    var groups: String?
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    private var groupedBy: (String, String)? {
        get throws {
            guard let names = groups?.split(separator: ",", omittingEmptySubsequences: false) else {
                return nil
            }
            guard names.count == 2 else {
                throw ValidationError(
                    "--groups: give two labels with a comma between, such as Male,Blond_Hair")
            }
            return (String(names[0]), String(names[1]))
        }
    }

    func validate() throws { _ = try groupedBy }

    func work() throws {
        threads.apply()
        let trained = try TrainedClassifier(folder: URL(fileURLWithPath: classifier, isDirectory: true))
        let dataset = try data.open(
            attributes: trained.schema.task == .multiLabel ? trained.schema.names : nil, splits: [split],
            threads: threads.threads)
        guard dataset.schema == trained.schema else {
            throw WinnowError(
                .usage,
                "\(data.source.data): its labels are \(dataset.schema.names.joined(separator: ",")), and the classifier's are"
                    + " \(trained.schema.names.joined(separator: ",")); give a data set with the classifier's labels"
            )
        }
        let examples = dataset.examples(in: split)
        guard !examples.isEmpty else {
            throw WinnowError(
                .badData, "\(data.source.data): its \(split.rawValue) split has no images; choose another --split")
        }
        let bar = ProgressBar(description: split.rawValue, total: examples.count, unit: "img")
        let metrics = try trained.metrics(on: .files(examples), groupedBy: groupedBy, progress: bar)
        bar.finish()
        try facts.output(metrics) { metrics.text(labels: trained.schema.names) }
    }
}

extension Split: ExpressibleByArgument {}

extension ClassifierMetrics {
    /// The metrics for a person, in percent.
    fileprivate func text(labels: [String]) -> String {
        func percent(_ value: Double?) -> String { value.map { String(format: "%.2f", $0 * 100) } ?? "–" }
        var table = TextTable(header: ["label", "accuracy", "balanced", "precision", "recall", "F1"])
        for label in labels {
            table.add(
                [label]
                    + [accuracy, balancedAccuracy, precision, recall, f1].map { percent($0[label]) })
        }
        var text = """
            images         \(count)
            mean accuracy  \(percent(meanAccuracy))
            wholly right   \(percent(overallAccuracy))


            """ + table.text
        if !groups.isEmpty {
            var rows = TextTable(header: ["group", "images", "accuracy"])
            for group in groups { rows.add([group.name, "\(group.count)", percent(group.accuracy)]) }
            text += "\n" + rows.text
        }
        return text
    }
}
