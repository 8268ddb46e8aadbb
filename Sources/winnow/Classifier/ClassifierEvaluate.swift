import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Reports
import Workspace

/// `winnow classifier evaluate`
struct ClassifierEvaluate: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a trained classifier on a split of a data set.",
        discussion: """
            --report makes a folder with index.html, a page that loads nothing from elsewhere, its figures, and the numbers as \
            metrics.json and metrics.csv.

            Several classifiers, named by --with, answer with the mean of their probabilities, and so do several views of an image.

            EXAMPLE: winnow classifier evaluate classifiers/celeba --data data/celeba --report reports/celeba
            """)

    @Argument(help: "The classifier's folder.")
    var classifier: String
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "The split to measure on.")
    var split = Split.test
    @Option(help: "Two labels, as A,B, whose combinations are looked at apart (multi-label data).")
    var groups: String?
    @Option(help: "A folder to make, with a page of tables and figures.")
    var report: String?
    @OptionGroup var ensemble: EnsembleOptions
    @OptionGroup var placement: ForceOption
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

    func validate() throws {
        _ = try groupedBy
        if placement.force && report == nil {
            throw ValidationError("--force replaces a report; give its folder with --report")
        }
    }

    func work() throws {
        threads.apply()
        let folder = URL(fileURLWithPath: classifier, isDirectory: true)
        let schema = try TrainedClassifier.schema(in: folder)
        try checkGroups(schema)
        try checkReport(classifier: folder)
        let dataset = try data.open(
            attributes: schema.selectableNames, splits: [split], takesHeads: true, threads: threads.threads)
        guard dataset.schema == schema else {
            throw WinnowError(
                .usage,
                "\(data.source.data): its labels are \(dataset.schema.names.joined(separator: ",")), and the classifier's are"
                    + " \(schema.names.joined(separator: ",")); give a data set with the classifier's labels"
            )
        }
        let examples = dataset.examples(in: split)
        guard !examples.isEmpty else {
            throw WinnowError(
                .badData,
                "\(data.source.data): its \(split.rawValue) split has no images; choose another --split")
        }
        let trained = try TrainedClassifier(folder: folder)
        let asked = try ensemble.ensemble(trained, name: classifier)
        let bar = ProgressBar(
            description: split.rawValue, total: examples.count * asked.passCount(ensemble.tta), unit: "img")
        let metrics = try asked.metrics(
            on: .files(examples), groupedBy: groupedBy, augmentation: ensemble.tta, progress: bar)
        bar.finish()
        if groups != nil, case .labels(let metrics) = metrics,
            let note = GroupSize.note(metrics.groupsLeftOut)
        {
            Console.note(note)
        }
        try facts.output(metrics) { metrics.text(labels: schema.names) }
        try write(
            ClassifierReport(
                metrics, of: ClassifierReport.Subject(trained, folder: folder), on: dataset, split: split,
                curve: TrainingCurve(folder: folder),
                provenance: trained.provenance(folder: folder, dataset: dataset, split: split)
                    + ensemble.provenance))
    }

    /// Where the report goes; nil where none is asked for.
    private var reportFolder: URL? { report.map { URL(fileURLWithPath: $0, isDirectory: true) } }

    /// Refuses a report's folder that cannot be used, before any work.
    private func checkReport(classifier: URL) throws {
        guard let reportFolder else { return }
        try OutputFolder.check(reportFolder, holdsNo: classifier)
        try OutputFolder.check(
            reportFolder, holdsNo: URL(fileURLWithPath: data.source.data, isDirectory: true))
        try OutputFolder.check(reportFolder, force: placement.force, resume: false, canResume: false)
    }

    private func write(_ report: ClassifierReport) throws {
        guard let reportFolder else { return }
        try OutputFolder.replace(reportFolder, force: placement.force) {
            try ClassifierReportFiles(report).write(to: $0)
        }
        Console.note("wrote \(reportFolder.appendingPathComponent("index.html").path)")
    }

    /// Refuses labels that the classifier does not know.
    private func checkGroups(_ schema: LabelSchema) throws {
        guard let (first, second) = try groupedBy else { return }
        guard schema.task == .multiLabel else {
            throw WinnowError(
                .usage, "--groups: the classifier gives one label an image, and each is a group; leave it out"
            )
        }
        let known = schema.names.joined(separator: ", ")
        if let unknown = [first, second].first(where: { !schema.names.contains($0) }) {
            throw WinnowError(
                .usage, "--groups \(groups ?? ""): there is no label \(unknown); give two of \(known)")
        }
        if first == second {
            throw WinnowError(
                .usage, "--groups: \(first) is named twice; give two different labels of \(known)")
        }
    }
}

extension Split: ExpressibleByArgument {}
