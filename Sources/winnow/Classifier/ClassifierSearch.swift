import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Workspace

/// `winnow classifier search`
struct ClassifierSearch: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Train a classifier with every combination of some settings, and find the best.",
        discussion: """
            --vary names a key of the recipe, as --set does, and its values. Each combination is trained as winnow classifier train does, \
            in a folder of its own below OUT that is named after its settings. The best has the highest mean accuracy on the validation \
            split, of equals the lowest loss; test images are not looked at. OUT/search.json, whose `best` is the best one's folder, and \
            OUT/search.csv have all, the best first. With --resume, values can be added to a search that was made.

            EXAMPLE: winnow classifier search policies/cl-sam.yaml --data data/celeba --vary training.learning_rate=0.1,0.05 \
            --vary model=resnet50,densenet121 --out classifiers/search
            """)

    @OptionGroup var recipe: RecipeOptions
    @OptionGroup var data: TrainingDataOptions
    @Option(help: "A recipe's key and the values to try, as key=value,value,…; may be repeated.")
    var vary: [String] = []
    @Option(help: "The folder to make.")
    var out: String
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard !vary.isEmpty else {
            throw ValidationError(
                "--vary: name a key and its values, such as training.learning_rate=0.1,0.05")
        }
    }

    func work() throws {
        threads.apply()
        let grid = try SearchGrid(vary)
        let trials = try SearchTrial.all(of: grid, recipe: recipe)
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try placement.check(folder)
        let dataset = try data.open(
            splits: [.train, .validation], takesHeads: true, threads: threads.threads)
        let runs = try trials.map { trial in
            let run = ClassifierRun(
                recipe: trial.plan, dataset: dataset, synthetic: nil, seed: seed.seed,
                folder: folder.appendingPathComponent(trial.combination.name, isDirectory: true))
            try trial.check(run)
            return run
        }
        let ranking = try placement.prepare(folder) {
            try TrainingOrigin(dataset, seed: seed.seed).settle(in: folder)
            // All learn from the same images.
            let statistics = try runs.first { !TrainedClassifier.exists(in: $0.folder) }?.measuredStatistics()
            let outcomes = try zip(trials, runs).enumerated().map { place, pair in
                let (trial, run) = pair
                Console.note("\(trial.combination.name) (\(place + 1) of \(trials.count))")
                let training = try run.trainInSeries(
                    resolvedRecipe: trial.text.resolvedYAML, statistics: statistics)
                if case .failure(let error) = training { Console.note(error.message) }
                return SearchRanking.Outcome(trial.combination, training)
            }
            let ranking = SearchRanking(outcomes, keys: grid.keys)
            try ranking.write(to: folder)
            return ranking
        }
        guard let best = ranking.best else {
            throw WinnowError(
                .badData,
                "\(folder.path): no combination could be trained to the end (\(ranking.outcomes[0].failure ?? "")); give others to"
                    + " --vary")
        }
        try facts.output(ranking) {
            ranking.text + "\nbest  \(folder.appendingPathComponent(best.combination.name).relativePath)\n"
        }
    }
}

extension SearchRanking {
    /// Writes `search.json` and `search.csv`.
    fileprivate func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(encoder.encode(self), to: folder.appendingPathComponent("search.json"))
        try AtomicFile.write(Data(csv.utf8), to: folder.appendingPathComponent("search.csv"))
    }

    /// A row a combination, the best first.
    fileprivate var text: String {
        var table = TextTable(header: [
            "combination", "validation accuracy", "validation loss", "best at step",
        ])
        for outcome in outcomes {
            let choice = outcome.choice
            table.add([
                outcome.combination.name,
                choice.map { String(format: "%.2f %%", $0.accuracy * 100) } ?? "diverged",
                choice.map { String(format: "%.4f", $0.loss) } ?? "–", choice.map { "\($0.step)" } ?? "–",
            ])
        }
        return table.text
    }
}
