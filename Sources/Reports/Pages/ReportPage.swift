/// A comparison as one self-contained page: the finding, tables, figures, faces and provenance.
///
/// The page holds its style, its charts and its images; it loads nothing and runs no script. All text from outside is escaped.
public struct ReportPage: Sendable {
    /// What is shown.
    public let comparison: Comparison
    /// Scores of the pool, a panel each.
    public let scoreDistributions: [ScoreDistribution]
    /// Sheets of faces, in reading order.
    public let sheets: [ImageSheet]
    /// Settings, seeds, hashes and the commands that print this again: a name and a value each, in reading order.
    public let provenance: [(String, String)]

    /// Gathers what the page shows.
    public init(
        comparison: Comparison, scoreDistributions: [ScoreDistribution] = [], sheets: [ImageSheet] = [],
        provenance: [(String, String)] = []
    ) {
        self.comparison = comparison
        self.scoreDistributions = scoreDistributions
        self.sheets = sheets
        self.provenance = provenance
    }

    /// Every chart of the page, for files of their own.
    public var figures: [Figure] {
        [Figure.accuracyByRatio(comparison)].compactMap { $0 } + labelFigures
            + [Figure.scoreDistributions(scoreDistributions)].compactMap { $0 }
    }

    /// The page's source.
    public func html() -> String {
        let finding = Finding(comparison)
        let tables = ComparisonTables(comparison)
        let sections = [
            overview(finding, tables), byLabel(tables), rareGroups(tables), synthetic(tables), settings,
        ].compactMap { $0 }
        return Markup.page(
            title: "Winnow: \(comparison.dataset.name)",
            body: [masthead(finding), .element("main", [:], sections), footer])
    }

    private var labelFigures: [Figure] {
        Set(comparison.rows.map(\.ratio)).subtracting([0]).sorted().compactMap {
            Figure.accuracyByLabel(comparison, ratio: $0)
        }
    }

    private func masthead(_ finding: Finding) -> Markup {
        .masthead(
            kicker: "Winnow · sampling strategies compared", headline: finding.headline, facts: facts)
    }

    private var facts: [PageFact] {
        let splits = ["train", "validation", "test"].compactMap { split in
            comparison.dataset.counts[split].map { "\(NumberFormat.count($0)) \(split)" }
        }
        let seeds = comparison.seeds.map(String.init).joined(separator: ", ")
        let budget: String =
            switch comparison.budget {
            case .epochs: "equal epochs"
            case .steps: "equal steps"
            case nil: "budget not recorded"
            }
        return [
            PageFact("Real images", comparison.dataset.name, splits.joined(separator: " · ")),
            PageFact(
                "Pool", comparison.pool.name,
                "\(NumberFormat.count(comparison.pool.count)) images · "
                    + "\(NumberFormat.shortest(comparison.pool.fold, decimals: 2)) fold"),
            PageFact(
                "Classifier", comparison.classifier,
                "\(comparison.imageSize)×\(comparison.imageSize) pixels · \(budget)"),
            PageFact(
                comparison.seeds.count == 1 ? "1 seed" : "\(comparison.seeds.count) seeds", seeds,
                "\(comparison.rows.count) trainings"),
        ]
    }

    private func overview(_ finding: Finding, _ tables: ComparisonTables) -> Markup {
        let words = Markup.element(
            "div", [:], finding.paragraphs.map { .element("p", [:], text: $0.unbroken) })
        let chart = Figure.accuracyByRatio(comparison).map { figure in
            Markup.chart(
                figure,
                caption: "Mean accuracy on real test images; bars are 95 % intervals over seeds. "
                    + "Ratios stand at equal distances.")
        }
        let top = chart.map { Markup.element("div", ["class": "beside"], [$0, words]) } ?? words
        return .section(
            "Does choosing help?",
            [top, .element("h3", [:], text: tables.meanAccuracy.title), tables.meanAccuracy.element])
    }

    private func byLabel(_ tables: ComparisonTables) -> Markup? {
        guard !comparison.rows.isEmpty else { return nil }
        let charts = labelFigures.map { figure in
            Markup.element(
                "figure", [:],
                [.element("figcaption", [:], [.element("strong", text: figure.title)]), figure.element])
        }
        return .section(
            "Label by label",
            [
                .element("div", ["class": "charts"], charts),
                .element("h3", [:], text: tables.accuracyByLabel.title), tables.accuracyByLabel.element,
            ])
    }

    private func rareGroups(_ tables: ComparisonTables) -> Markup? {
        let shown = [tables.rareClasses, tables.rareGroups, tables.accuracyByGroup].compactMap { $0 }
        guard !shown.isEmpty else { return nil }
        return .section(
            "What the mean hides",
            shown.flatMap { [Markup.element("h3", [:], text: $0.title), $0.element] })
    }

    private func synthetic(_ tables: ComparisonTables) -> Markup? {
        var content: [Markup] = []
        if let table = tables.labelPreservation {
            content += [.element("h3", [:], text: table.title), table.element]
        }
        if let figure = Figure.scoreDistributions(scoreDistributions) {
            content += [
                .element("h3", [:], text: figure.title),
                .chart(
                    figure,
                    caption: "Across: the score, its middle 99 %; the rest is counted at the ends. "
                        + "Up: the share of images. Each policy has a scale of its own."),
            ]
        }
        if !sheets.isEmpty { content.append(.element("div", ["class": "sheets"], sheets.map(\.element))) }
        return content.isEmpty ? nil : .section("The synthetic images", content)
    }

    private var settings: Markup {
        let hashes = [
            ("Train split", comparison.dataset.fingerprint), ("Pool", comparison.pool.fingerprint),
            ("Generator", comparison.pool.generator),
        ]
        return .provenance(provenance + hashes.map { ("\($0.0), SHA-256", $0.1) })
    }

    private var footer: Markup {
        .footer(
            "Made by Winnow. The method: Bhattarai, Baek, Bodur and Kim, "
                + "“Sampling Strategies for GAN Synthetic Data”, ICASSP 2020. The numbers behind this page are in "
                + "comparison.json and comparison.csv beside it.")
    }
}
