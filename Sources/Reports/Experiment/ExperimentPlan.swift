/// One training of a comparison.
struct PlannedRun: Sendable, Hashable {
    /// `real` where nothing is selected.
    let policy: String
    /// Synthetic images over real ones; 0 for `real`, and nil where it is the ratio that `rl` chooses.
    let ratio: Double?
    let seed: UInt64

    /// What progress calls it; known before the ratio is.
    var title: String {
        switch ratio {
        case 0?: "\(policy), seed \(seed)"
        case let ratio?: "\(policy) \(NumberFormat.ratio(ratio)), seed \(seed)"
        case nil:
            policy == ComparisonRecipe.selfRatedPolicy
                ? "\(policy), seed \(seed)" : "\(policy) beside rl, seed \(seed)"
        }
    }
}

extension PlannedRun {
    /// The run with a ratio; nil where it is to be chosen and nothing was.
    func resolved(chosenRatio: Double?) -> PlannedRun? {
        (ratio ?? chosenRatio).map { PlannedRun(policy: policy, ratio: $0, seed: seed) }
    }
}

/// Which trainings a comparison consists of.
///
/// For each seed: the real images alone, each policy at each ratio, `rl` at the ratio that it chooses, and `random` at that very
/// ratio, so that `rl` has something to be measured against.
struct ExperimentPlan: Sendable, Equatable {
    /// In the order in which they are done: seed by seed, so that an unfinished comparison has whole seeds.
    let runs: [PlannedRun]

    init(_ recipe: ComparisonRecipe) {
        self.init(policies: recipe.policies, ratios: recipe.ratios, seeds: recipe.seeds)
    }

    init(policies: [String], ratios: [Double], seeds: [UInt64]) {
        let selfRated = ComparisonRecipe.selfRatedPolicy
        runs = seeds.flatMap { seed in
            var runs = [PlannedRun(policy: ComparisonRow.realPolicy, ratio: 0, seed: seed)]
            for ratio in ratios {
                runs += policies.filter { $0 != selfRated }
                    .map { PlannedRun(policy: $0, ratio: ratio, seed: seed) }
            }
            if policies.contains(selfRated) {
                runs += [selfRated, ComparisonRow.randomPolicy]
                    .map { PlannedRun(policy: $0, ratio: nil, seed: seed) }
            }
            return runs
        }
    }

    private init(runs: [PlannedRun]) { self.runs = runs }

    /// The plan once `rl` has chosen.
    ///
    /// - Parameter ratio: what `rl` chose; nil where it keeps nothing, and there is no row of it.
    /// - Returns: runs with a ratio each; where `random` is planned at that very ratio already, it is not repeated.
    func resolved(chosenRatio ratio: Double?) -> ExperimentPlan {
        var seen: Set<PlannedRun> = []
        return ExperimentPlan(
            runs: runs.compactMap { run in
                run.resolved(chosenRatio: ratio).flatMap { seen.insert($0).inserted ? $0 : nil }
            })
    }

    /// What each run of the resolved plan was called while the ratio was not known.
    func titles(chosenRatio ratio: Double?) -> [PlannedRun: String] {
        let pairs = runs.compactMap { run in run.resolved(chosenRatio: ratio).map { ($0, run.title) } }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
