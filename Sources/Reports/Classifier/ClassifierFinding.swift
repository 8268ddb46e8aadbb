import Classifiers
import Datasets

/// What a classifier's report shows, in plain words.
struct ClassifierFinding: Equatable {
    /// One sentence without a full stop.
    let headline: String
    /// A few sentences each, in reading order.
    let paragraphs: [String]

    init(_ report: ClassifierReport) {
        let images =
            "\(NumberFormat.count(report.imageCount)) \(report.split.rawValue) "
            + "image\(report.imageCount == 1 ? "" : "s")"
        if case .labels(let labels)? = report.questions.first?.answer, report.questions.first?.name == nil {
            headline = "\(NumberFormat.percent(labels.metrics.meanAccuracy)) % mean accuracy on \(images)"
        } else {
            let parts = report.questions.map(Self.short)
            headline = "\(parts.joined(separator: ", ")) on \(images)"
        }
        paragraphs = report.questions.flatMap { question in
            let sentences =
                switch question.answer {
                case .labels(let labels): Self.sentences(labels)
                case .number(let metrics): [Self.number(metrics)]
                }
            // Of several heads, a paragraph each.
            return question.name.map {
                ["\($0.singleLine.shortened(to: 24)): " + sentences.joined(separator: " ")]
            }
                ?? sentences
        }
    }

    private static func short(_ question: ClassifierReport.Question) -> String {
        let name = (question.name ?? "").singleLine.shortened(to: 24)
        return switch question.answer {
        case .labels(let labels):
            "\(name) right in \(NumberFormat.percent(labels.metrics.overallAccuracy)) %"
        case .number(let metrics):
            "\(name) off by \(NumberFormat.fixed(metrics.meanAbsoluteError, decimals: 1))"
        }
    }

    private static func sentences(_ labels: LabelReport) -> [String] {
        [
            whole(labels.metrics), extremes(labels), constant(labels), mistakes(labels.metrics),
            worstGroup(labels.metrics),
        ].compactMap { $0 }
    }

    private static func number(_ metrics: NumberMetrics) -> String {
        func shown(_ value: Double) -> String { NumberFormat.fixed(value, decimals: 1) }
        let bias = metrics.meanError
        let direction = bias < 0 ? "low" : "high"
        return
            "the mean absolute error is \(shown(metrics.meanAbsoluteError)), the root of the mean squared error "
            + "\(shown(metrics.rootMeanSquaredError)). Answers are \(shown(abs(bias))) too \(direction) on average; "
            + "\(NumberFormat.percent(metrics.withinFive)) % are off by 5 at most."
    }

    private static func whole(_ metrics: ClassifierMetrics) -> String? {
        let right = NumberFormat.percent(metrics.overallAccuracy)
        return switch metrics.task {
        case .multiLabel:
            "Mean accuracy counts each label's bits alike. \(right) % of the images are right in every label."
        case .singleLabel:
            "Mean accuracy counts each class alike, however rare: \(NumberFormat.percent(metrics.meanAccuracy)) %. "
                + "Of all images, \(right) % are in their class."
        case .multiHead: nil
        }
    }

    private static func extremes(_ report: LabelReport) -> String? {
        let ranked = report.results.filter { $0.accuracy != nil }
        guard ranked.count >= 2,
            let best = ranked.max(by: { ($0.accuracy ?? 0) < ($1.accuracy ?? 0) }),
            let worst = ranked.min(by: { ($0.accuracy ?? 0) < ($1.accuracy ?? 0) }),
            best.accuracy != worst.accuracy
        else { return nil }
        func told(_ result: LabelResult) -> String {
            "\(result.name) (\(NumberFormat.percent(result.accuracy ?? 0)) %)"
        }
        return "The easiest label is \(told(best)), the hardest \(told(worst))."
    }

    /// Labels that might as well not have been asked.
    private static func constant(_ report: LabelReport) -> String? {
        guard report.metrics.task == .multiLabel else { return nil }
        let idle = report.results.filter(\.isNoBetterThanConstant).map(\.name)
        switch idle.count {
        case 0: return "Every label does better than always giving its commoner answer."
        case 1: return "One label does no better than always giving its commoner answer: \(idle[0])."
        default:
            let named = idle.prefix(8).joined(separator: ", ")
            let rest = idle.count > 8 ? " and \(idle.count - 8) more" : ""
            return
                "\(idle.count) labels do no better than always giving their commoner answer: \(named)\(rest)."
        }
    }

    private static func mistakes(_ metrics: ClassifierMetrics) -> String? {
        guard let mistakes = metrics.confusionMatrix?.mistakes.prefix(3), let first = mistakes.first else {
            return nil
        }
        func told(_ mistake: ConfusionMatrix.Mistake) -> String {
            "\(mistake.actual) for \(mistake.predicted) (\(NumberFormat.percent(mistake.share)) % of it)"
        }
        let rest = mistakes.dropFirst().map(told)
        return "What is mistaken most is \(told(first))"
            + (rest.isEmpty ? "." : ", then \(rest.joined(separator: " and ")).")
    }

    private static func worstGroup(_ metrics: ClassifierMetrics) -> String? {
        guard metrics.task == .multiLabel, let worst = metrics.worstGroup else { return nil }
        return
            "The group that fares worst is \(worst.name), with \(NumberFormat.percent(worst.accuracy)) % over "
            + "\(NumberFormat.count(worst.count)) images."
    }
}
