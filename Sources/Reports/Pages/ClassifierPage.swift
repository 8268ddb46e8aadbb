import Classifiers
import Datasets

/// A classifier's report as one self-contained page: what it gets right, label by label, and how it was trained.
///
/// The page holds its style and its charts; it loads nothing and runs no script. All text from outside is escaped. What does not
/// apply, such as a confusion matrix of multi-label data, is left out.
public struct ClassifierPage: Sendable {
    public let report: ClassifierReport

    public init(_ report: ClassifierReport) { self.report = report }

    /// Every chart of the page, for files of their own.
    public var figures: [Figure] {
        [extremes, byFrequency, confusionMatrix, correlation].compactMap { $0 } + curves
    }

    private var extremes: Figure? {
        LabelExtremes(report.results).flatMap { Figure.labelExtremes($0, term: report.accuracyTerm) }
    }
    private var byFrequency: Figure? { Figure.accuracyByFrequency(report) }
    private var confusionMatrix: Figure? {
        report.metrics.confusionMatrix.flatMap { Figure.confusionMatrix($0) }
    }
    private var correlation: Figure? { report.correlation.flatMap { Figure.labelCorrelation($0) } }
    private var curves: [Figure] {
        guard let curve = report.curve else { return [] }
        return [
            Figure.trainingLoss(curve, chosenStep: report.subject.chosenStep),
            Figure.validationAccuracy(curve, chosenStep: report.subject.chosenStep),
        ].compactMap { $0 }
    }

    /// The page's source.
    public func html() -> String {
        let finding = ClassifierFinding(report)
        let sections = [
            overview(finding), byLabel, rareLabels, mistakes, groups, togetherness, training,
            report.provenance.isEmpty ? nil : .provenance(report.provenance),
        ].compactMap { $0 }
        return Markup.page(
            title: "Winnow: \(report.subject.name)",
            body: [
                .masthead(kicker: "Winnow · a classifier measured", headline: finding.headline, facts: facts),
                .element("main", [:], sections),
                .footer(
                    "Made by Winnow. The numbers behind this page are in metrics.json and metrics.csv beside it."
                ),
            ])
    }

    private var facts: [PageFact] {
        let subject = report.subject
        return [
            PageFact(
                "Classifier", subject.name,
                "\(subject.network) · \(subject.imageSize)×\(subject.imageSize) pixels"),
            PageFact(
                "Measured on", report.dataset,
                "\(NumberFormat.count(report.metrics.count)) \(report.split.rawValue) images · "
                    + "\(report.schema.count) label\(report.schema.count == 1 ? "" : "s")"),
            PageFact(
                report.metrics.task == .singleLabel ? "In their class" : "Right in every label",
                "\(NumberFormat.percent(report.metrics.overallAccuracy)) %", "of the images"),
            PageFact(
                "Macro F1",
                report.metrics.macroF1.map { "\(NumberFormat.percent($0)) %" } ?? NumberFormat.missing,
                "mean over the labels"),
        ]
    }

    private func overview(_ finding: ClassifierFinding) -> Markup {
        let words = Markup.element(
            "div", [:], finding.paragraphs.map { .element("p", [:], text: $0.unbroken) })
        let chart = extremes.map { figure in
            Markup.chart(
                figure,
                caption: report.metrics.task == .singleLabel
                    ? "The share of a label's images that was found."
                    : "The share of images with the label's bit right; a rare label scores high by being denied."
            )
        }
        return .section(
            "How good is it?",
            [chart.map { Markup.element("div", ["class": "beside"], [$0, words]) } ?? words])
    }

    private var byLabel: Markup {
        .section("Label by label", [ClassifierTables(report: report).byLabel.element])
    }

    private var rareLabels: Markup? {
        guard let figure = byFrequency else { return nil }
        let line =
            report.metrics.task == .multiLabel
            ? " On the dashed line an answer that is always the same would lie; a label below it has not been learned."
            : ""
        return .section(
            "Do rare labels suffer?",
            [
                .chart(
                    figure,
                    caption:
                        "Across: how many of the training images have the label. Up: its \(report.accuracyTerm) on the "
                        + "\(report.split.rawValue) split.\(line)")
            ])
    }

    private var mistakes: Markup? {
        guard let figure = confusionMatrix else { return nil }
        return .section(
            "What is taken for what",
            [
                .chart(
                    figure,
                    caption:
                        "Numbers count images; the shade is the share of the row. Blue is right, orange is wrong.",
                    scaledTo: 1.15)
            ])
    }

    private var groups: Markup? {
        ClassifierTables(report: report).groups.map { .section("What the mean hides", [$0.element]) }
    }

    private var togetherness: Markup? {
        guard let figure = correlation, let count = report.correlation?.imageCount else { return nil }
        return .section(
            "Which labels go together",
            [
                .chart(
                    figure,
                    caption: "Pearson's correlation of the labels' bits in \(NumberFormat.count(count)) "
                        + "\(report.correlationSplit.rawValue) images: orange for labels that come together more often than by "
                        + "chance, blue for those that come less often. A classifier can lean on the strong ones.",
                    scaledTo: 1.15)
            ])
    }

    private var training: Markup? {
        let charts = curves.map { figure in
            Markup.element(
                "figure", [:],
                [.element("figcaption", [:], [.element("strong", text: figure.title)]), figure.element])
        }
        return charts.isEmpty
            ? nil : .section("How it learned", [.element("div", ["class": "charts"], charts)])
    }
}
