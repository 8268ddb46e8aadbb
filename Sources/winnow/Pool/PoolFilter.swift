import ArgumentParser
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// `winnow pool filter`
struct PoolFilter: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "filter",
        abstract: "Rank the samples within each class, keep the best, write a selection.",
        discussion: "EXAMPLE: winnow pool filter pools/celeba --by cl-sam --ratio 2 --out cl-sam-2x")

    @OptionGroup var pool: PoolArgument
    @OptionGroup var policy: PolicyOptions
    // Negative numbers are taken as values, so that what is wrong with them can be said.
    @Option(parsing: .unconditional, help: "Keep this many times the real images.")
    var ratio: Double?
    @Option(parsing: .unconditional, help: "Keep this many of each class.")
    var topK: Int?
    @Option(
        parsing: .unconditional,
        help: "Keep what scores above this; scores by cl-sam may be logarithms, 0 at most.")
    var threshold: Float?
    @Option(parsing: .unconditional, help: "Keep this part of the pool, above 0 and up to 1.")
    var fraction: Double?
    @Option(help: "What a class is: the translated attribute, or the whole target label.")
    var within = SampleClasses.Within.target
    @Option(help: "How the classes share what --ratio keeps.")
    var perClass = Ranking.Shares.proportional
    @Option(
        help:
            "The data set's folder, to count its training images for --ratio; an imported pool does not know them."
    )
    var data: String?
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Option(help: "The selection: a name to keep it in the pool, or a file ending in .h5.")
    var out: String
    @OptionGroup var placement: ForceOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws { _ = try rule }

    private var rule: Ranking.Rule {
        get throws {
            let rules: [Ranking.Rule?] = [
                ratio.map { .ratio($0, perClass: perClass) }, topK.map { .topK($0) },
                threshold.map { .threshold($0) }, fraction.map { .fraction($0) },
            ]
            let given = rules.compactMap { $0 }
            guard let rule = given.first, given.count == 1 else {
                throw ValidationError("give one of --ratio, --top-k, --threshold and --fraction")
            }
            return rule
        }
    }

    /// What the rule keeps; where a threshold keeps nothing, the error also says what scores by cl-sam are.
    private func kept(of ranking: Ranking, in pool: Pool) throws -> Ranking.Outcome {
        do {
            return try ranking.keeping(rule)
        } catch let error as WinnowError
            where threshold != nil && error.kind == .usage && pool.header.schema.task == .multiLabel
        {
            // Scores that another program wrote under that name may be of another kind.
            guard try ChosenPolicy(policy.by).name == PolicyName.classConfidence.rawValue,
                ranking.score.allSatisfy({ $0 <= 0 })
            else { throw error }
            throw WinnowError(
                .usage, "\(error.message); scores by cl-sam are logarithms of probabilities, 0 at most")
        }
    }

    /// The labels of the train split, where a data set is given.
    private func realLabels(for pool: Pool) throws -> [Label]? {
        guard let data else { return nil }
        let schema = pool.header.schema
        let dataset = try Dataset.open(
            URL(fileURLWithPath: data, isDirectory: true), layout: layout,
            attributes: schema.task == .multiLabel ? schema.names : nil)
        try pool.checkOrigin(dataset)
        return dataset.examples(in: .train).map(\.label)
    }

    func work() throws {
        let pool = try pool.open()
        let file = out.hasSuffix(".h5") ? URL(fileURLWithPath: out) : nil
        if let file {
            try placement.check(file)
        } else if !placement.force, try pool.selection(named: out) != nil {
            throw WinnowError(
                .cannotCreate,
                "\(pool.folder.path): holds a selection \(out) already; give --force to replace it, or another name"
            )
        }
        let classes = try pool.classes(within: within, realLabels: realLabels(for: pool))
        let ranking = try Ranking(score: policy.scores(in: pool), classes: classes)
        let outcome = try kept(of: ranking, in: pool)
        for shortfall in outcome.shortfalls { Console.note("\(shortfall)") }
        let name = file?.deletingPathExtension().lastPathComponent ?? out
        let selection = ranking.selection(outcome, named: name, targets: pool.targets)
        if let file {
            try SelectionFile.write(selection, of: pool, to: file)
        } else {
            try pool.writeSelection(selection)
        }
        try facts.output(PoolSummary.SelectionFacts(of: selection, in: pool)) {
            var table = TextTable(header: ["class", "in the pool", "kept"])
            for entry in outcome.classes { table.add([entry.name, "\(entry.available)", "\(entry.kept)"]) }
            table.add(["all", "\(pool.count)", "\(selection.count)"])
            return table.text
        }
    }
}
