import Workspace

extension ComparisonTables {
    /// Every estimate of the comparison, one a line, with a header (RFC 4180, but lines end in LF).
    ///
    /// Columns: `policy`, `ratio`, `metric`, `label` (empty for metrics of the whole), `seeds`, `mean`, `ci95_low`,
    /// `ci95_high`, `versus_random`, `p`, `p_holm` (of mean accuracy only), `published`. Values are fractions at full
    /// precision; what does not exist is empty.
    public var csv: String {
        var rows = [
            [
                "policy", "ratio", "metric", "label", "seeds", "mean", "ci95_low", "ci95_high",
                "versus_random", "p", "p_holm", "published",
            ]
        ]
        for (index, group) in groups.enumerated() {
            let random = groups.first {
                $0.policy == ComparisonRow.randomPolicy && $0.ratio == group.ratio
                    && $0.policy != group.policy
            }
            let entry = published?.entry(policy: group.policy, ratio: group.ratio)

            func add(
                _ metric: String, _ label: String, holm: Double? = nil, published: Double? = nil,
                _ value: (ComparisonRow) -> Double?
            ) {
                guard let estimate = group.estimate(value) else { return }
                let paired = random.flatMap { group.difference(to: $0, in: value) }
                let values = [
                    estimate.mean, estimate.interval?.lowerBound, estimate.interval?.upperBound,
                    paired?.difference.mean, paired?.p, holm, published,
                ]
                rows.append(
                    [group.policy, CSVText.number(group.ratio), metric, label, String(estimate.count)]
                        + values.map(CSVText.number))
            }

            add(
                "mean_accuracy", "", holm: summary[index].versusRandom?.holmP, published: entry?.meanAccuracy,
                \.meanAccuracy)
            add("overall_accuracy", "", \.overallAccuracy)
            add("worst_group_accuracy", "", \.worstGroupAccuracy)
            add("rare_f1", "", rareF1)
            for label in comparison.labels {
                add("accuracy", label, published: entry?.accuracy[label]) { $0.accuracy[label] }
                add("balanced_accuracy", label) { $0.balancedAccuracy[label] }
                add("f1", label) { $0.f1[label] }
            }
            for name in Set(group.rows.flatMap { ($0.groupAccuracy ?? [:]).keys }).sorted() {
                add("group_accuracy", name) { $0.groupAccuracy?[name] }
                add("group_defining_labels_right", name) { $0.groupDefiningLabelsRight?[name] }
            }
        }
        return CSVText.file(rows)
    }
}
