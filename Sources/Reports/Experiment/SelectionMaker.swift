import Policies
import Pools

/// Makes the selection of every run from the scores of the pool.
struct SelectionMaker: Sendable {
    let pool: Pool
    let classes: SampleClasses
    let perClass: Ranking.Shares
    /// The scores of each policy but `random`, which has others for each seed.
    let scores: [String: [Float]]

    /// How many times the real images `rl` keeps; nil where it keeps nothing or has no scores.
    var chosenRatio: Double? {
        guard let scores = scores[ComparisonRecipe.selfRatedPolicy] else { return nil }
        let ratio = ActorCriticSampler.chosenRatio(of: Scores(score: scores), realCount: classes.realCount)
        return ratio > 0 ? ratio : nil
    }

    /// What a run trains on beside the real images; nil for the real images alone.
    ///
    /// - Returns: the selection in the order of the pool, where neighbours are read at once, and the classes that fell short,
    ///   in words.
    /// - Throws: `WinnowError` where a score has no rank.
    /// - Precondition: the run's ratio is known, and the policy has scores.
    func selection(for run: PlannedRun) throws -> (selection: Selection, shortfalls: [String])? {
        guard let ratio = run.ratio else { preconditionFailure("\(run.title): the ratio is not known yet") }
        guard run.policy != ComparisonRow.realPolicy else { return nil }
        let score: [Float]
        var rule = Ranking.Rule.ratio(ratio, perClass: perClass)
        if run.policy == ComparisonRow.randomPolicy {
            score = try RandomSampler(seed: run.seed).scores(of: pool).score
        } else {
            guard let stored = scores[run.policy] else {
                preconditionFailure("\(run.policy) has given no scores")
            }
            score = stored
            if run.policy == ComparisonRecipe.selfRatedPolicy {
                rule = .threshold(ActorCriticSampler.threshold(of: score))
            }
        }
        let ranking = try Ranking(score: score, classes: classes)
        let outcome = try ranking.keeping(rule)
        let kept = outcome.kept.sorted()
        let selection = Selection(
            name: run.folderName, index: kept.map(Int64.init), score: kept.map { score[$0] },
            label: kept.map { pool.targets[$0] })
        return (selection, outcome.shortfalls)
    }
}
