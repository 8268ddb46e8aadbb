import Datasets

extension DatasetSummary {
    /// The summary for a person.
    var text: String {
        let names = Split.allCases.map(\.rawValue).filter { (splits[$0]?.count ?? 0) > 0 }
        var table = TextTable(header: [""] + names)
        table.add(["images"] + names.map { "\(splits[$0]?.count ?? 0)" })
        for label in labels {
            table.add([label] + names.map { share(label, in: splits[$0]) })
        }
        var text =
            "layout     \(layout)\ntask       \(task.rawValue)\nimages     \(sizesText)\n\n\(table.text)\n"
        for imbalance in imbalances { text += "imbalance  \(imbalance)\n" }
        text += "unreadable \(unreadable.count)\n"
        for problem in unreadable { text += "  \(problem)\n" }
        return text
    }

    private func share(_ label: String, in split: SplitSummary?) -> String {
        guard let split, split.count > 0 else { return "0" }
        let positives = split.positives[label] ?? 0
        let tenths = (positives * 1000 + split.count / 2) / split.count
        return "\(positives) (\(tenths / 10).\(tenths % 10) %)"
    }

    /// The most frequent sizes, most frequent first.
    private var sizesText: String {
        let ranked = imageSizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = ranked.prefix(4).map { "\($0.key) (\($0.value))" }
        let others = ranked.count - shown.count
        return (shown + (others > 0 ? ["\(others) other sizes"] : [])).joined(separator: ", ")
    }

    /// How much more frequent the most frequent label of the training split is than the rarest, of each head where there are heads.
    private var imbalances: [String] {
        (heads?.map(\.labels) ?? [labels]).compactMap(imbalance)
    }

    private func imbalance(of labels: [String]) -> String? {
        guard let train = splits[Split.train.rawValue], train.count > 0 else { return nil }
        let counts = labels.map { ($0, train.positives[$0] ?? 0) }
        guard let most = counts.max(by: { $0.1 < $1.1 }), let least = counts.min(by: { $0.1 < $1.1 }),
            most.0 != least.0
        else { return nil }
        guard least.1 > 0 else { return "no training image is \(least.0)" }
        let tenths = most.1 * 10 / least.1
        return "\(tenths / 10).\(tenths % 10) to 1: \(most.1) \(most.0), \(least.1) \(least.0)"
    }
}
