import Datasets
import Imaging
import Pools
import TensorEngine
import Workspace

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
        let kept = scores.count { $0 > Self.keepThreshold }
        return kept > 0 ? Double(kept) / Double(classes.realCount) : nil
    }

    /// `rl` keeps what it would rather keep than drop.
    private static let keepThreshold: Float = 0.5

    /// What a run trains on beside the real images; nil for the real images alone.
    ///
    /// - Returns: the selection, and the classes that fell short, in words.
    /// - Throws: `WinnowError` where a score has no rank.
    /// - Precondition: the run's ratio is known, and the policy has scores.
    func selection(for run: PlannedRun) throws -> (selection: Selection, shortfalls: [String])? {
        guard let ratio = run.ratio else { preconditionFailure("\(run.title): the ratio is not known yet") }
        guard run.policy != ComparisonRow.realPolicy else { return nil }
        let score: [Float]
        var rule = Ranking.Rule.ratio(ratio, perClass: perClass)
        if run.policy == ComparisonRow.randomPolicy {
            score = Self.randomScores(count: pool.count, seed: run.seed)
        } else {
            guard let stored = scores[run.policy] else {
                preconditionFailure("\(run.policy) has given no scores")
            }
            score = stored
            if run.policy == ComparisonRecipe.selfRatedPolicy { rule = .threshold(Self.keepThreshold) }
        }
        let ranking = try Ranking(score: score, classes: classes)
        let outcome = try ranking.keeping(rule)
        return (
            ranking.selection(outcome, named: run.folderName, targets: pool.targets), outcome.shortfalls
        )
    }

    /// The scores of the policy that knows nothing.
    static func randomScores(count: Int, seed: UInt64) -> [Float] {
        var stream = RandomStream(seed: seed, name: "policies/random")
        return (0..<count).map { _ in Float(stream.uniform()) }
    }
}

extension Pool {
    /// The selected samples with their target labels, in the order of the pool: neighbours there are read at once.
    func source(of selection: Selection) -> ImageSource {
        let indices = selection.index.map(Int.init).sorted()
        let side = header.imageSize
        return ImageSource(labels: indices.map { targets[$0] }) {
            Image(width: side, height: side, pixels: try self.images([indices[$0]]))
        }
    }
}
