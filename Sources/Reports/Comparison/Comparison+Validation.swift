extension Comparison {
    /// What makes this comparison impossible, with its place; nil where nothing does.
    var firstProblem: String? {
        if labels.isEmpty { return "labels is empty" }
        if Set(labels).count != labels.count { return "labels names one label twice" }
        if Set(seeds).count != seeds.count { return "seeds lists one seed twice" }
        if imageSize < 1 { return "image_size is \(imageSize), not at least 1" }
        if !(pool.fold >= 0 && pool.fold.isFinite) {
            return "pool.fold is \(pool.fold), not a number from 0 up"
        }
        if pool.count < 0 { return "pool.count is \(pool.count), not at least 0" }
        for (split, count) in dataset.counts.sorted(by: { $0.key < $1.key }) where count < 0 {
            return "dataset.counts.\(split) is \(count), not at least 0"
        }
        let known = Set(labels)
        for (label, count) in (dataset.trainingPositives ?? [:]).sorted(by: { $0.key < $1.key }) {
            if !known.contains(label) {
                return "dataset.training_positives names \(label), which labels does not list"
            }
            if count < 0 { return "dataset.training_positives.\(label) is \(count), not at least 0" }
        }
        let knownSeeds = Set(seeds)
        var seen: Set<String> = []
        for (index, row) in rows.enumerated() {
            if let problem = row.firstProblem(labels: known) { return "rows[\(index)].\(problem)" }
            if !knownSeeds.contains(row.seed) {
                return "rows[\(index)].seed is \(row.seed), which seeds does not list"
            }
            if !seen.insert("\(row.ratio) \(row.seed) \(row.policy)").inserted {
                return "rows[\(index)] repeats \(row.policy) at ratio \(row.ratio) with seed \(row.seed)"
            }
        }
        for (index, entry) in labelPreservation.enumerated() {
            if !(0...1).contains(entry.share) {
                return "label_preservation[\(index)].share is \(entry.share), not a fraction from 0 to 1"
            }
            if !(entry.ratio >= 0 && entry.ratio.isFinite) {
                return "label_preservation[\(index)].ratio is \(entry.ratio), not a number from 0 up"
            }
            if entry.count < 0 {
                return "label_preservation[\(index)].count is \(entry.count), not at least 0"
            }
        }
        return nil
    }
}

extension ComparisonRow {
    fileprivate func firstProblem(labels: Set<String>) -> String? {
        if policy.isEmpty { return "policy is empty" }
        if !(ratio >= 0 && ratio.isFinite) { return "ratio is \(ratio), not a number from 0 up" }
        if (policy == ComparisonRow.realPolicy) != (ratio == 0) {
            return "ratio is \(ratio) for \(policy); it is 0 for \(ComparisonRow.realPolicy) and only there"
        }
        if syntheticCount < 0 { return "synthetic_count is \(syntheticCount), not at least 0" }
        if !(seconds >= 0 && seconds.isFinite) { return "seconds is \(seconds), not a number from 0 up" }
        let perLabel = [("accuracy", accuracy), ("balanced_accuracy", balancedAccuracy), ("f1", f1)]
        for (name, values) in perLabel {
            if let unknown = values.keys.sorted().first(where: { !labels.contains($0) }) {
                return "\(name) names \(unknown), which labels does not list"
            }
        }
        let perGroup = [
            ("group_accuracy", groupAccuracy ?? [:]),
            ("group_defining_labels_right", groupDefiningLabelsRight ?? [:]),
        ]
        for (name, values) in perLabel + perGroup {
            for (key, value) in values.sorted(by: { $0.key < $1.key }) where !(0...1).contains(value) {
                return "\(name).\(key) is \(value), not a fraction from 0 to 1"
            }
        }
        let single = [
            ("mean_accuracy", meanAccuracy as Double?), ("overall_accuracy", overallAccuracy),
            ("worst_group_accuracy", worstGroupAccuracy),
        ]
        for (name, value) in single {
            if let value, !(0...1).contains(value) {
                return "\(name) is \(value), not a fraction from 0 to 1"
            }
        }
        return nil
    }
}
