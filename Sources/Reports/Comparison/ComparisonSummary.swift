/// One policy at one ratio over all seeds: an entry of `summary` in `comparison.json`.
public struct ComparisonSummary: Sendable, Equatable, Encodable {
    /// Who selected.
    public let policy: String
    /// Synthetic images over real ones.
    public let ratio: Double
    /// Mean accuracy over the seeds.
    public let meanAccuracy: Estimate
    /// The difference in mean accuracy to `random` at the same ratio; nil for `random`, `real`, and where none ran.
    public let versusRandom: Contrast?
    /// The difference in mean accuracy to the real images alone; nil for `real`, and where it did not run.
    public let versusReal: Contrast?

    /// A difference between two groups over the seeds that they share.
    public struct Contrast: Sendable, Equatable, Encodable {
        /// The mean difference, its interval and the p-value of the paired t-test.
        public let paired: PairedDifference
        /// The p-value after Holm's adjustment for all contrasts of the same kind in the comparison.
        public let holmP: Double?
        /// How many contrasts of the same kind have a p-value.
        public let comparisons: Int

        enum CodingKeys: String, CodingKey {
            case difference, ci95, p, pairs, comparisons
            case holmP = "p_holm"
        }

        /// Writes the contrast; what could not be computed becomes null.
        public func encode(to encoder: any Encoder) throws {
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(paired.difference.mean, forKey: .difference)
            try values.encode(
                paired.difference.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .ci95)
            try values.encode(paired.p, forKey: .p)
            try values.encode(holmP, forKey: .holmP)
            try values.encode(paired.difference.count, forKey: .pairs)
            try values.encode(comparisons, forKey: .comparisons)
        }
    }

    enum CodingKeys: String, CodingKey {
        case policy, ratio
        case meanAccuracy = "mean_accuracy"
        case versusRandom = "versus_random"
        case versusReal = "versus_real"
    }

    private enum EstimateKeys: String, CodingKey {
        case mean, ci95, seeds
        case standardDeviation = "sd"
    }

    /// Writes the entry; an interval that one seed cannot give becomes null.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(policy, forKey: .policy)
        try values.encode(ratio, forKey: .ratio)
        var mean = values.nestedContainer(keyedBy: EstimateKeys.self, forKey: .meanAccuracy)
        try mean.encode(meanAccuracy.mean, forKey: .mean)
        try mean.encode(meanAccuracy.interval.map { [$0.lowerBound, $0.upperBound] }, forKey: .ci95)
        try mean.encode(meanAccuracy.standardDeviation, forKey: .standardDeviation)
        try mean.encode(meanAccuracy.count, forKey: .seeds)
        try values.encodeIfPresent(versusRandom, forKey: .versusRandom)
        try values.encodeIfPresent(versusReal, forKey: .versusReal)
    }
}

extension Comparison {
    /// The rows' means, and their differences to `random` at the same ratio and to `real`.
    public static func summarize(_ rows: [ComparisonRow]) -> [ComparisonSummary] {
        let groups = ComparisonGroup.groups(of: rows)
        let contrasts = [
            contrasts(groups) { group in
                groups.first { $0.policy == ComparisonRow.randomPolicy && $0.ratio == group.ratio }
            },
            contrasts(groups) { _ in groups.first { $0.policy == ComparisonRow.realPolicy } },
        ]
        return groups.indices.compactMap { index in
            groups[index].estimate(\.meanAccuracy).map { mean in
                ComparisonSummary(
                    policy: groups[index].policy, ratio: groups[index].ratio, meanAccuracy: mean,
                    versusRandom: contrasts[0][index], versusReal: contrasts[1][index])
            }
        }
    }

    /// The summary of this comparison's rows.
    public var summary: [ComparisonSummary] { Comparison.summarize(rows) }

    /// The contrast of each group with its reference, adjusted as one family.
    private static func contrasts(
        _ groups: [ComparisonGroup], to reference: (ComparisonGroup) -> ComparisonGroup?
    ) -> [ComparisonSummary.Contrast?] {
        let paired = groups.map { group -> PairedDifference? in
            guard let other = reference(group), other.policy != group.policy else { return nil }
            return group.difference(to: other, in: \.meanAccuracy)
        }
        let tested = paired.indices.filter { paired[$0]?.p != nil }
        let adjusted = holmAdjusted(tested.compactMap { paired[$0]?.p })
        let holm = Dictionary(uniqueKeysWithValues: zip(tested, adjusted))
        return paired.indices.map { index in
            paired[index].map {
                .init(paired: $0, holmP: holm[index], comparisons: tested.count)
            }
        }
    }
}
