import Classifiers
import Datasets
import Workspace

/// A classifier's report as one self-contained page: what it gets right, label by label, and how it was trained.
///
/// The page holds its style and its charts; it loads nothing and runs no script. All text from outside is escaped.
public struct ClassifierPage: Sendable {
    public let report: ClassifierReport

    public init(_ report: ClassifierReport) { self.report = report }

    /// Every chart of the page, for files of their own.
    public var figures: [Figure] { labelled.flatMap(\.blocks.figures) + curves }

    /// The page's source.
    public func html() -> String {
        let provenance = report.provenance.isEmpty ? [] : [Markup.provenance(report.provenance)]
        let sections = [overview] + labelled.flatMap(sections) + training + provenance
        return Markup.page(
            title: "Winnow: \(report.subject.name)",
            body: [
                .masthead(
                    kicker: "Winnow · a classifier measured", headline: ClassifierFinding(report).headline,
                    facts: facts),
                .element("main", [:], sections),
                .footer(
                    "Made by Winnow. The numbers behind this page are in metrics.json and metrics.csv beside it."
                ),
            ])
    }

    private var labelled: [(name: String?, blocks: LabelBlocks)] {
        report.labelled.enumerated().map { place, part in
            (
                part.name,
                LabelBlocks(report: part.labels, prefix: part.name == nil ? "" : "head-\(place + 1)-")
            )
        }
    }

    private var curves: [Figure] {
        guard let curve = report.curve else { return [] }
        return [
            Figure.trainingLoss(curve, chosenStep: report.subject.chosenStep),
            Figure.validationAccuracy(
                curve, chosenStep: report.subject.chosenStep,
                term: report.questions.contains { $0.name != nil } ? "score" : "accuracy"),
        ].compactMap { $0 }
    }

    private var facts: [PageFact] {
        let subject = report.subject
        let answers = report.questions.flatMap { question in
            switch question.answer {
            case .labels(let labels):
                question.name.map { name in
                    [
                        PageFact(
                            name, "\(NumberFormat.percent(labels.metrics.overallAccuracy)) %",
                            "right · \(Self.counted(labels.schema.count, "class", "classes"))")
                    ]
                } ?? Self.facts(of: labels)
            case .number(let metrics):
                [
                    PageFact(
                        question.name ?? "",
                        "off by \(NumberFormat.fixed(metrics.meanAbsoluteError, decimals: 1))",
                        "RMSE \(NumberFormat.fixed(metrics.rootMeanSquaredError, decimals: 1))")
                ]
            }
        }
        return [
            PageFact(
                "Classifier", subject.name,
                "\(subject.network) · \(subject.imageSize)×\(subject.imageSize) pixels"),
            PageFact(
                "Measured on", report.dataset,
                "\(NumberFormat.count(report.imageCount)) \(report.split.rawValue) images"),
        ] + answers
    }

    private static func facts(of labels: LabelReport) -> [PageFact] {
        let metrics = labels.metrics
        return [
            PageFact(
                metrics.task == .singleLabel ? "In their class" : "Right in every label",
                "\(NumberFormat.percent(metrics.overallAccuracy)) %",
                "of the images · \(counted(labels.schema.count, "label", "labels"))"),
            PageFact(
                "Macro F1", metrics.macroF1.map { "\(NumberFormat.percent($0)) %" } ?? NumberFormat.missing,
                "mean over the labels"),
        ]
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    private var overview: Markup {
        let words = Markup.element(
            "div", [:],
            ClassifierFinding(report).paragraphs.map { .element("p", [:], text: $0.unbroken) })
        let chart = labelled.first { $0.name == nil }?.blocks.extremesChart
        let top = chart.map { Markup.element("div", ["class": "beside"], [$0, words]) } ?? words
        let numbers = NumberTable(report: report).table.map {
            [Markup.element("h3", [:], text: $0.title), $0.element]
        }
        return .section("How good is it?", [top] + (numbers ?? []))
    }

    /// Each block is a section of its own; those of a head stand together in one.
    private func sections(of part: (name: String?, blocks: LabelBlocks)) -> [Markup] {
        guard let name = part.name else {
            return part.blocks.blocks.map { .section($0.title, [$0.content]) }
        }
        let content = part.blocks.blocks.flatMap {
            [Markup.element("h3", [:], text: $0.title), $0.content]
        }
        return [.section(name.singleLine, content)]
    }

    private var training: [Markup] {
        let charts = curves.map { figure in
            Markup.element(
                "figure", [:],
                [.element("figcaption", [:], [.element("strong", text: figure.title)]), figure.element])
        }
        return charts.isEmpty
            ? [] : [.section("How it learned", [.element("div", ["class": "charts"], charts)])]
    }
}
