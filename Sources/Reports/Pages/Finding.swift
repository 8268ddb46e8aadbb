/// What a comparison shows, in plain words: a headline, and the sentences that support it.
///
/// A policy is only said to be above or below `random` where the paired test, adjusted for the number of comparisons,
/// supports it; every such sentence carries its p-value.
public struct Finding: Sendable, Equatable {
    /// One sentence without a full stop.
    public let headline: String
    /// A few sentences each, in reading order.
    public let paragraphs: [String]

    /// Words a comparison's summary.
    public init(_ comparison: Comparison) {
        let summary = comparison.summary
        let contrasted = summary.compactMap { entry in entry.versusRandom.map { (entry, $0) } }
        headline = Finding.headline(rows: comparison.rows, contrasted: contrasted)
        paragraphs = [
            Finding.againstRandom(contrasted), Finding.againstReal(summary), Finding.worstGroup(comparison),
            Finding.budget(comparison),
        ].compactMap { $0 }
    }

    private typealias Contrasted = (entry: ComparisonSummary, contrast: ComparisonSummary.Contrast)

    private static func headline(rows: [ComparisonRow], contrasted: [Contrasted]) -> String {
        guard !rows.isEmpty else { return "Nothing has been compared yet" }
        guard !contrasted.isEmpty else {
            return "No policy was compared with random selection at the same ratio"
        }
        guard contrasted.contains(where: { $0.contrast.paired.p != nil }) else {
            return contrasted.contains { $0.contrast.paired.difference.count > 1 }
                ? "The runs show no spread to test a difference against"
                : "One run of each setting: a difference cannot be told from chance"
        }
        let supported = contrasted.filter(\.contrast.isSupported)
        func difference(_ item: Contrasted) -> Double { item.contrast.paired.difference.mean }
        if let best = supported.max(by: { difference($0) < difference($1) }), difference(best) > 0 {
            return "\(name(best.entry)) does better than random selection: "
                + "\(NumberFormat.points(difference(best))) points (adjusted \(prose(best.contrast.holmP)))"
        }
        if let worst = supported.min(by: { difference($0) < difference($1) }) {
            return "No policy does better than random selection, and \(name(worst.entry)) does worse: "
                + "\(NumberFormat.points(difference(worst))) points (adjusted \(prose(worst.contrast.holmP)))"
        }
        return "No policy differs from random selection beyond the noise between seeds"
    }

    private static func againstRandom(_ contrasted: [Contrasted]) -> String? {
        let tested = contrasted.filter { $0.contrast.paired.p != nil }
        guard
            let largest = tested.max(by: {
                abs($0.contrast.paired.difference.mean) < abs($1.contrast.paired.difference.mean)
            })
        else { return nil }
        let supported = tested.filter(\.contrast.isSupported)
        let above = supported.filter { $0.contrast.paired.difference.mean > 0 }.map { name($0.entry) }
        let below = supported.filter { $0.contrast.paired.difference.mean < 0 }.map { name($0.entry) }
        var text = tested.count == 1 ? "One comparison" : "\(tested.count) comparisons"
        text += " with random selection at the same ratio could be tested over paired seeds. "
        if supported.isEmpty {
            text += "None stands after Holm's adjustment. "
        } else {
            text += "After Holm's adjustment, "
            text += [
                above.isEmpty ? nil : "above random: \(above.joined(separator: ", "))",
                below.isEmpty ? nil : "below random: \(below.joined(separator: ", "))",
            ].compactMap { $0 }.joined(separator: "; ")
            text += supported.count == tested.count ? ". " : "; the rest is within noise. "
        }
        return text + "The largest difference is \(described(largest.contrast)), for \(name(largest.entry))."
    }

    private static func againstReal(_ summary: [ComparisonSummary]) -> String? {
        guard let real = summary.first(where: { $0.policy == ComparisonRow.realPolicy }) else { return nil }
        let others = summary.compactMap { entry in entry.versusReal.map { (entry, $0) } }
        let alone = "Real images alone reach \(NumberFormat.percent(real.meanAccuracy)) %."
        guard
            let best = others.max(by: {
                $0.1.paired.difference.mean < $1.1.paired.difference.mean
            })
        else { return alone }
        let highest =
            "With synthetic images the highest mean is \(NumberFormat.percent(best.0.meanAccuracy)) %, "
            + "\(name(best.0)): \(described(best.1)) to real alone."
        let tested = others.filter { $0.1.paired.p != nil }
        guard !tested.isEmpty else { return alone + " " + highest }
        let supported = tested.filter(\.1.isSupported)
        let counts =
            supported.isEmpty
            ? "None of \(tested.count) settings differs from real alone beyond noise after Holm's adjustment."
            : "\(supported.count) of \(tested.count) settings differ from real alone after Holm's adjustment."
        return [alone, highest, counts].joined(separator: " ")
    }

    private static func worstGroup(_ comparison: Comparison) -> String? {
        let estimates = comparison.groups.compactMap { group in
            group.estimate(\.worstGroupAccuracy).map { (group, $0) }
        }
        guard estimates.count > 1, let low = estimates.min(by: { $0.1.mean < $1.1.mean }),
            let high = estimates.max(by: { $0.1.mean < $1.1.mean })
        else { return nil }
        func cell(_ item: (ComparisonGroup, Estimate)) -> String {
            "\(NumberFormat.percent(item.1)) % (\(name(policy: item.0.policy, ratio: item.0.ratio)))"
        }
        return "The mean hides the worst group, whose accuracy runs from \(cell(low)) to \(cell(high)); "
            + "these are described, not tested."
    }

    private static func budget(_ comparison: Comparison) -> String? {
        switch comparison.budget {
        case .epochs:
            "Every run saw its data the same number of times, so more images meant more steps: "
                + "a gain over real alone may come from the longer training."
        case .steps: "Every run took the same number of steps, so a gain is not the extra training's."
        case nil: nil
        }
    }

    private static func name(_ entry: ComparisonSummary) -> String {
        name(policy: entry.policy, ratio: entry.ratio)
    }

    private static func name(policy: String, ratio: Double) -> String {
        policy == ComparisonRow.realPolicy ? "real alone" : "\(policy) at \(NumberFormat.ratio(ratio))"
    }

    private static func prose(_ p: Double?) -> String { p.map(NumberFormat.pInProse) ?? "without a p-value" }

    /// "+0.42 points (95 % interval +0.10 to +0.74; p = 0.021, adjusted p = 0.063)".
    private static func described(_ contrast: ComparisonSummary.Contrast) -> String {
        let difference = contrast.paired.difference
        var details: [String] = []
        if let interval = difference.interval {
            details.append(
                "95 % interval \(NumberFormat.points(interval.lowerBound)) to "
                    + NumberFormat.points(interval.upperBound))
        }
        if let p = contrast.paired.p {
            details.append("\(NumberFormat.pInProse(p)), adjusted \(prose(contrast.holmP))")
        } else {
            details.append("not tested")
        }
        return "\(NumberFormat.points(difference.mean)) points (\(details.joined(separator: "; ")))"
    }
}
