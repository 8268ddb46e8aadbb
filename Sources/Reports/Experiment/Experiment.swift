import Classifiers
import Datasets
import Foundation
import Policies
import Pools
import Workspace

/// The comparison of policies: every policy × ratio × seed is trained on real and selected images and tested on real ones.
///
/// A run that is done is written down at once and never repeated; an interrupted comparison goes on where it stopped. The
/// classifiers of one seed begin with the same weights and the same shuffles whatever the policy, so that they can be
/// compared in pairs.
public final class Experiment {
    public let recipe: ComparisonRecipe
    public let data: ExperimentData
    /// `reports/NAME`.
    public let folder: URL
    /// A trained classifier that judges labels; nil where nobody is to.
    public let oracle: URL?
    private let work: any ExperimentWork
    let threads: Int
    private var state: ExperimentState

    /// Checks that the recipe can be followed with these data. Nothing is written.
    ///
    /// - Throws: `WinnowError` `.badRecipe` where it cannot; `.missingInput` where there is no oracle.
    public convenience init(
        recipe: ComparisonRecipe, data: ExperimentData, folder: URL, oracle: URL? = nil,
        threads: Int = ProcessInfo.processInfo.activeProcessorCount
    ) throws {
        try self.init(
            recipe: recipe, data: data, folder: folder, oracle: oracle, threads: threads,
            work: ClassifierWork(recipe: recipe))
    }

    init(
        recipe: ComparisonRecipe, data: ExperimentData, folder: URL, oracle: URL?, threads: Int,
        work: any ExperimentWork
    ) throws {
        try recipe.check(against: data)
        if let oracle, !FileManager.default.fileExists(atPath: oracle.path) {
            throw WinnowError(
                .missingInput,
                "\(oracle.path): there is no trained classifier; train one with winnow classifier train")
        }
        self.recipe = recipe
        self.data = data
        self.folder = folder
        self.oracle = oracle
        self.threads = threads
        self.work = work
        state = ExperimentState(recipe: recipe, data: data)
    }

    private static let imagesStage = "images"
    private static let judgeStage = "label check"

    /// A part of the work, as `PipelineProgress` takes it.
    public struct Stage: Sendable, Equatable {
        /// What it is called.
        public let name: String
        /// How long it takes, in a unit of the experiment's own.
        public let weight: Double
        /// How many bars it draws, one after the other.
        public let bars: Int

        init(_ name: String, weight: Double, bars: Int = 1) {
            self.name = name
            self.weight = weight
            self.bars = bars
        }
    }

    /// What is still to be done, in order.
    ///
    /// - Throws: `WinnowError` where the folder holds something else than this comparison.
    public func stages() throws -> [Stage] {
        try ExperimentState.read(from: folder)?.check(
            against: state, resolvedRecipe: recipe.resolvedYAML, folder: folder)
        let real = data.trainLabels.count
        let unknownRatio = Double(data.pool.count) / Double(real) / 2
        var stages = [Stage(Self.imagesStage, weight: work.trainingWeight(imageCount: real) / 100)]
        for policy in try missingPolicies() {
            stages.append(
                Stage(policy, weight: work.scoringWeight(policy: policy, data: data), bars: 2))
        }
        for run in ExperimentPlan(recipe).runs where try record(of: run) == nil {
            let count = real + Int(((run.ratio ?? unknownRatio) * Double(real)).rounded())
            stages.append(Stage(run.title, weight: work.trainingWeight(imageCount: count)))
        }
        if oracle != nil { stages.append(Stage(Self.judgeStage, weight: work.judgingWeight(data: data))) }
        return stages
    }

    /// Does what is still to be done, and writes the report.
    ///
    /// The folder has to be there (`OutputFolder.prepare`).
    ///
    /// - Parameters:
    ///   - command: what the page says to print it again with.
    ///   - onStage: called with the name of each of ``stages()`` when it begins; a stage may turn out to be done already.
    /// - Throws: `Interrupted` once what was under way is saved; `WinnowError` where data or disk fail, with all finished runs
    ///   kept.
    public func run(command: String? = nil, onStage: (String) -> Void = { _ in }) throws -> Comparison {
        try takeUpFolder()
        onStage(Self.imagesStage)
        let images = try ExperimentImages(
            data.dataset, resize: recipe.classifier.resize, statistics: state.statistics, threads: threads)
        state.statistics = images.statistics
        try state.write(to: folder)

        let (scores, origins) = try gatherScores(images, onStage)
        let maker = SelectionMaker(
            pool: data.pool, classes: data.classes(within: recipe.within), perClass: recipe.perClass,
            scores: scores)
        if recipe.policies.contains(ComparisonRecipe.selfRatedPolicy), maker.chosenRatio == nil {
            Console.note(
                "rl would keep no sample of the pool, so it has no row; train it longer")
        }
        let runs = ExperimentPlan(recipe).resolved(chosenRatio: maker.chosenRatio).runs
        let titles = ExperimentPlan(recipe).titles(chosenRatio: maker.chosenRatio)
        if let note = GroupSize.note(
            GroupSize.all(
                of: data.dataset.examples(in: .test).map(\.label), schema: data.dataset.schema,
                groupedBy: groups))
        {
            Console.note(note)
        }
        let rows = try runs.map { run in
            try Interruption.check()
            return try row(of: run, title: titles[run] ?? run.title, images, maker, onStage)
        }
        let preservation = try judge(runs, maker, onStage)
        let comparison = describe(rows, preservation)
        try writeReport(comparison, maker: maker, origins: origins, command: command)
        return comparison
    }

    /// Begins the folder, or makes sure that it holds this very comparison.
    private func takeUpFolder() throws {
        if let begun = try ExperimentState.read(from: folder) {
            try begun.check(against: state, resolvedRecipe: recipe.resolvedYAML, folder: folder)
            state = begun
        } else {
            try AtomicFile.write(
                Data(recipe.resolvedYAML.utf8),
                to: folder.appendingPathComponent(ExperimentState.recipeName))
            try state.write(to: folder)
        }
    }

    /// The policies that have to be trained, and the pool scored by.
    private func missingPolicies() throws -> [String] {
        let held = Set(data.pool.scoreNames + [ComparisonRow.randomPolicy, Self.realismPolicy])
        return recipe.policies.filter { !held.contains($0) }
    }

    private static let realismPolicy = PolicyName.realism.rawValue

    /// Everyone's scores but `random`'s, and where they come from, in words.
    private func gatherScores(_ images: ExperimentImages, _ onStage: (String) -> Void) throws
        -> (scores: [String: [Float]], origins: [(String, String)])
    {
        var scores: [String: [Float]] = [:]
        var origins: [(String, String)] = []
        for policy in recipe.policies where policy != ComparisonRow.randomPolicy {
            if let held = try data.pool.scores(named: policy) {
                scores[policy] = held.score
                let wasTrainedHere = PolicyDescription.exists(in: place(of: policy))
                origins.append(
                    (policy, wasTrainedHere ? Self.ownOrigin(policy) : Self.foundOrigin))
            } else if policy == Self.realismPolicy {
                scores[policy] = try RealismSampler().scores(of: data.pool).score
                origins.append((policy, "realism at generation time, which the pool holds"))
            } else {
                onStage(policy)
                let place = place(of: policy)
                try make(place)
                let made = try work.scores(policy: policy, data: data, images: images, folder: place)
                try data.pool.writeScores(made, named: policy)
                scores[policy] = made.score
                origins.append((policy, Self.ownOrigin(policy)))
            }
            try state.take(scores[policy] ?? [], of: policy, folder: folder)
        }
        try state.write(to: folder)
        return (scores, origins)
    }

    private func place(of policy: String) -> URL {
        folder.appendingPathComponent("policies/\(policy)", isDirectory: true)
    }

    /// What is said of scores that the pool held before the comparison.
    static let foundOrigin = "scores found in the pool"

    private static func ownOrigin(_ policy: String) -> String {
        "trained for this comparison: policies/\(policy)"
    }

    private func folder(of run: PlannedRun) -> URL {
        folder.appendingPathComponent("runs/\(run.folderName)", isDirectory: true)
    }

    private func record(of run: PlannedRun) throws -> RunRecord? {
        try RunRecord.read(from: folder(of: run), experiment: state.digest)
    }

    /// The row of a run: the one that is written down, or a new one.
    private func row(
        of run: PlannedRun, title: String, _ images: ExperimentImages, _ maker: SelectionMaker,
        _ onStage: (String) -> Void
    ) throws -> ComparisonRow {
        if let record = try record(of: run) { return record.row }
        onStage(title)
        let place = folder(of: run)
        try make(place)
        let clock = RunClock(place)
        let selected = try maker.selection(for: run)
        for shortfall in selected?.shortfalls ?? [] where run.seed == recipe.seeds.first {
            Console.note("\(title): \(shortfall)")
        }
        let train = selected.map { images.train.appending(data.pool.source(of: $0.selection)) }
        let probabilities: [Float]
        do {
            probabilities = try work.train(
                RunTask(run: run, title: title, folder: place, train: train ?? images.train, images: images))
        } catch {
            try clock.save()
            throw error
        }
        let metrics = try ClassifierMetrics(
            probabilities: probabilities, targets: images.test.labels, schema: data.dataset.schema,
            groupedBy: groups)
        let row = ComparisonRow(
            policy: run.policy, ratio: run.ratio ?? 0, seed: run.seed,
            syntheticCount: selected?.selection.count ?? 0, metrics: metrics, seconds: clock.elapsed)
        try RunRecord(experiment: state.digest, row: row).write(to: place)
        RunRecord.removeWork(in: place)
        return row
    }

    /// The two labels whose combinations are the groups.
    var groups: (String, String)? {
        recipe.groups.count == 2
            ? (recipe.groups[0], recipe.groups[1])
            : GroupChoice.pair(
                schema: data.dataset.schema, testLabels: data.dataset.examples(in: .test).map(\.label))
    }

    /// What the oracle says of the whole pool and of each selection; of `random`'s, over all seeds.
    private func judge(_ runs: [PlannedRun], _ maker: SelectionMaker, _ onStage: (String) -> Void) throws
        -> [LabelPreservation]
    {
        guard let oracle else { return [] }
        onStage(Self.judgeStage)
        let pool = data.pool
        let (probabilities, judge) = try work.judgement(by: oracle, of: pool)
        let judgement = LabelJudgement(
            probabilities: probabilities, sources: pool.sources, targets: pool.targets,
            schema: pool.header.schema, judge: judge)
        let groups = Dictionary(grouping: runs.filter { $0.policy != ComparisonRow.realPolicy }) {
            PlannedRun(policy: $0.policy, ratio: $0.ratio, seed: 0)
        }
        let selections = try groups.map { group, runs in
            // All seeds of a policy that knows something share one selection.
            let distinct = group.policy == ComparisonRow.randomPolicy ? runs : Array(runs.prefix(1))
            let indices = try distinct.flatMap { try maker.selection(for: $0)?.selection.index ?? [] }
            return judgement.preservation(
                of: indices.map(Int.init), policy: group.policy, ratio: group.ratio ?? 0)
        }
        let whole = judgement.preservation(
            of: Array(0..<pool.count), policy: "whole pool",
            ratio: Double(pool.count) / Double(data.trainLabels.count))
        return selections.sorted { ($0.ratio, $0.policy) < ($1.ratio, $1.policy) } + [whole]
    }

    private func describe(_ rows: [ComparisonRow], _ preservation: [LabelPreservation]) -> Comparison {
        let dataset = data.dataset
        let pool = data.pool
        let counts = Split.allCases.map { ($0.rawValue, dataset.examples(in: $0).count) }
        let (fold, generator): (Double, String) =
            switch pool.header.origin {
            case .translated(let fold, _, let generator): (fold, generator)
            case .imported: (Double(pool.count) / Double(data.trainLabels.count), PoolFacts.unknownGenerator)
            }
        let budget: TrainingBudget
        switch recipe.classifier.training.budget {
        case .epochs: budget = .epochs
        case .steps: budget = .steps
        }
        return Comparison(
            task: dataset.schema.task, labels: dataset.schema.names,
            dataset: DatasetFacts(
                name: dataset.root.lastPathComponent, layout: dataset.layout,
                fingerprint: data.fingerprints[.train] ?? "",
                counts: Dictionary(uniqueKeysWithValues: counts), trainingPositives: trainingPositives),
            pool: PoolFacts(
                name: pool.folder.lastPathComponent, fingerprint: pool.identity, count: pool.count,
                fold: fold, generator: generator),
            classifier: recipe.classifier.model.rawValue, imageSize: recipe.classifier.imageSize,
            budget: budget, seeds: recipe.seeds, rows: rows, labelPreservation: preservation)
    }

    /// How many real training images have each label.
    private var trainingPositives: [String: Int] {
        let schema = data.dataset.schema
        var counts = [Int](repeating: 0, count: schema.count)
        for label in data.trainLabels {
            for (place, value) in schema.vector(of: label).enumerated() where value == 1 {
                counts[place] += 1
            }
        }
        return Dictionary(zip(schema.names, counts), uniquingKeysWith: { first, _ in first })
    }

    private func make(_ place: URL) throws {
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(.cannotCreate, "\(place.path): cannot be made; check the folder's permissions")
        }
        try AtomicFile.removeLeftovers(in: place)
    }
}
