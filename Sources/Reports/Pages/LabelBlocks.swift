import Classifiers
import Datasets

/// What a page shows of the labels of one question: tables and charts under titles. What does not apply, such as a confusion
/// matrix of multi-label data, is left out.
struct LabelBlocks {
    let report: LabelReport
    /// Ahead of the figures' names, so that those of several heads differ.
    let prefix: String

    /// Something under a title.
    struct Block {
        let title: String
        let content: Markup
    }

    var extremes: Figure? {
        LabelExtremes(report.results)
            .flatMap { Figure.labelExtremes($0, term: report.accuracyTerm) }?.named(after: prefix)
    }
    private var byFrequency: Figure? { Figure.accuracyByFrequency(report)?.named(after: prefix) }
    private var confusionMatrix: Figure? {
        report.metrics.confusionMatrix.flatMap { Figure.confusionMatrix($0) }?.named(after: prefix)
    }
    private var correlation: Figure? {
        report.correlation.flatMap { Figure.labelCorrelation($0) }?.named(after: prefix)
    }

    /// Every chart, for files of their own.
    var figures: [Figure] { [extremes, byFrequency, confusionMatrix, correlation].compactMap { $0 } }

    /// The easiest and the hardest labels.
    var extremesChart: Markup? {
        extremes.map { figure in
            .chart(
                figure,
                caption: report.metrics.task == .singleLabel
                    ? "The share of a label's images that was found."
                    : "The share of images with the label's bit right; a rare label scores high by being denied."
            )
        }
    }

    /// All but the extremes, in reading order.
    var blocks: [Block] {
        [
            Block(title: "Label by label", content: LabelTables(report: report).byLabel.element),
            rareLabels, mistakes,
            LabelTables(report: report).groups.map {
                Block(title: "What the mean hides", content: $0.element)
            },
            togetherness,
        ].compactMap { $0 }
    }

    private var rareLabels: Block? {
        byFrequency.map { figure in
            let line =
                report.metrics.task == .multiLabel
                ? " On the dashed line lies an answer that is always the same; a label below it has not been learned."
                : ""
            return Block(
                title: "Do rare labels suffer?",
                content: .chart(
                    figure,
                    caption:
                        "Across: how many of the training images have the label. Up: its \(report.accuracyTerm) "
                        + "on the \(report.split.rawValue) split.\(line)",
                    scaledTo: 1.25))
        }
    }

    private var mistakes: Block? {
        confusionMatrix.map { figure in
            Block(
                title: "What is taken for what",
                content: .chart(
                    figure,
                    caption:
                        "Numbers count images; the shade is the share of the row. Blue is right, orange is wrong.",
                    scaledTo: 1.15))
        }
    }

    private var togetherness: Block? {
        guard let figure = correlation, let count = report.correlation?.imageCount else { return nil }
        return Block(
            title: "Which labels go together",
            content: .chart(
                figure,
                caption: "Pearson's correlation of the labels' bits in \(NumberFormat.count(count)) "
                    + "\(report.correlationSplit.rawValue) images: orange for labels that come together more often than by "
                    + "chance, blue for those that come less often. A classifier can lean on the strong ones.",
                scaledTo: 1.15))
    }
}
