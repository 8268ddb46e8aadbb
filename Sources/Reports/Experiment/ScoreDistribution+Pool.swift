import Policies
import Pools

extension ScoreDistribution {
    /// How the scores of each compared policy are spread over the pool, and those of cl-sam for each class besides (the paper's
    /// Figure 4).
    ///
    /// - Throws: `WinnowError` where a file of scores is damaged.
    public static func all(of pool: Pool, for comparison: Comparison) throws -> [ScoreDistribution] {
        var distributions: [ScoreDistribution] = []
        for policy in comparison.policies {
            let isRealism = policy == PolicyName.realism.rawValue
            guard let scores = try pool.scores(named: policy)?.score ?? (isRealism ? pool.realism : nil),
                policy != ComparisonRow.randomPolicy
            else { continue }
            distributions.append(ScoreDistribution(policy: policy, scores: scores))
            guard policy == PolicyName.classConfidence.rawValue else { continue }
            let classes = pool.classes(within: .target)
            for (index, name) in classes.names.enumerated() {
                let members = scores.indices.filter { classes.classOfSample[$0] == index }
                if members.isEmpty { continue }
                distributions.append(
                    ScoreDistribution(policy: policy, target: name, scores: members.map { scores[$0] }))
            }
        }
        return distributions
    }
}
