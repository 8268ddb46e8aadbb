import Foundation
import TensorEngine
import Testing

@testable import Reports

@Suite struct PageTests {
    /// A page with everything on it; the sheet is one grey pixel's PNG, or faces from a file for a look by eye.
    static func page() throws -> ReportPage {
        func scores(_ name: String, _ value: (inout RandomStream) -> Double) -> [Float] {
            var stream = RandomStream(seed: 0, name: "sample/scores/\(name)")
            return (0..<4000).map { _ in Float(value(&stream)) }
        }
        let pixel = try Data(contentsOf: Fixtures.url("pixel.png"))
        return ReportPage(
            comparison: SampleComparison.celebA(),
            scoreDistributions: [
                ScoreDistribution(policy: "random", scores: scores("random") { $0.uniform() }),
                ScoreDistribution(policy: "cl-sam", scores: scores("cl-sam") { -0.4 * abs($0.normal()) }),
                ScoreDistribution(policy: "cr-sam", scores: scores("cr-sam") { 12 * $0.normal() - 30 }),
                ScoreDistribution(
                    policy: "rl", target: "Young",
                    scores: scores("rl") { 1 / (1 + exp(-$0.normal())) } + [.nan]),
            ],
            sheets: ["cl-sam: highest scores", "cl-sam: lowest scores", "Real faces"].map {
                ImageSheet(title: $0, caption: "Columns are target labels.", png: pixel)
            },
            provenance: [
                ("Command", "winnow compare reports/celeba.yaml --data data/celeba --pool pools/celeba-12x"),
                ("Recipe, SHA-256", String(repeating: "9d", count: 32)),
            ])
    }

    @Test func snapshots() throws {
        let page = try Self.page()
        try Fixtures.expectSnapshot(page.html(), "celeba.html")
        for figure in page.figures { try Fixtures.expectSnapshot(figure.svg, "\(figure.name).svg") }
        try Fixtures.expectSnapshot(
            ReportPage(comparison: SampleComparison.affectNet()).html(), "affectnet.html")
    }

    /// Two seeds far apart have an interval that no accuracy can have.
    @Test func percentAxesStayWithinAHundred() throws {
        let wild = try #require(Estimate(of: [0.5, 0.99]))
        let axis = try #require(Axis(percentOf: [wild], from: 0, to: 100, ticks: 5))
        #expect(try #require(wild.interval).upperBound > 1)
        #expect(axis.range == 0...100)
        for mean in [0, 0.5, 0.997, 1] {
            let point = try #require(Estimate(of: [mean]))
            let narrow = try #require(Axis(percentOf: [point], from: 0, to: 1, ticks: 5))
            #expect(narrow.range.lowerBound >= 0 && narrow.range.upperBound <= 100.000001, "\(mean)")
        }
    }

    @Test func pagesAndFiguresAreWellFormed() throws {
        let page = try Self.page()
        let markup = page.html().replacing("<!DOCTYPE html>", with: "")
        for source in [markup] + page.figures.map(\.svg) {
            #expect(WellFormedness.problem(in: source) == nil)
        }
        #expect(Set(page.figures.map(\.name)).count == page.figures.count)
    }

    @Test func nothingIsLoadedFromOutside() throws {
        let html = try Self.page().html()
        for forbidden in ["<script", "<link", "@import", "url(", "src=\"http", "href=\"http"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
    }

    @Test func hostileNamesStayText() throws {
        let hostile = "\"><script>alert('x')</script>\u{0}&\u{202E}</style>"
        var comparison = SampleComparison.celebA(seeds: 2)
        comparison.dataset.name = hostile
        comparison.pool.name = hostile
        comparison.classifier = hostile
        for index in comparison.rows.indices {
            if comparison.rows[index].policy == "cl-sam" { comparison.rows[index].policy = hostile }
            comparison.rows[index].worstGroup = hostile
            comparison.rows[index].accuracy[hostile] = comparison.rows[index].accuracy.removeValue(
                forKey: "Male")
        }
        comparison.labels[3] = hostile
        let page = ReportPage(
            comparison: comparison,
            scoreDistributions: [ScoreDistribution(policy: hostile, scores: [1, 2, 2])],
            sheets: [ImageSheet(title: hostile, caption: hostile, png: Data("<svg onload=x>".utf8))],
            provenance: [(hostile, hostile)])
        let html = page.html()
        #expect(!html.contains("<script") && !html.contains("\u{0}") && !html.contains("\u{202E}"))
        #expect(html.ranges(of: "</style>").count == 1)
        #expect(html.contains("This sheet is not a PNG image and was left out."))
        for source in [html.replacing("<!DOCTYPE html>", with: "")] + page.figures.map(\.svg) {
            #expect(WellFormedness.problem(in: source) == nil)
        }
    }

    @Test func emptyComparisonsMakeAPage() {
        var comparison = SampleComparison.affectNet()
        comparison.rows = []
        let page = ReportPage(comparison: comparison)
        #expect(page.html().contains("Nothing has been compared yet"))
        #expect(page.figures.isEmpty)
    }

    @Test(arguments: [[], [Float.nan], [.infinity, -.infinity]])
    func scoresThatAreNoNumbersDrawNothing(_ scores: [Float]) {
        #expect(Figure.scoreDistributions([ScoreDistribution(policy: "random", scores: scores)]) == nil)
    }

    @Test(arguments: [
        [Float](repeating: 3, count: 5), [0, 1e30], [-1e-30, 1e-30], [1], [.greatestFiniteMagnitude, 0],
    ])
    func extremeScoresAreDrawn(_ scores: [Float]) throws {
        let figure = try #require(
            Figure.scoreDistributions([ScoreDistribution(policy: "cl-sam", scores: scores)]))
        #expect(!figure.svg.contains("nan") && !figure.svg.contains("inf"))
        #expect(figure.svg.utf8.count < 200_000)
    }
}

@Suite struct FindingTests {
    @Test func supportedDifferencesAreNamedWithTheirP() {
        let finding = Finding(SampleComparison.celebA())
        #expect(finding.headline.hasPrefix("cl-sam at 1× does better than random selection: +"))
        #expect(finding.headline.contains("adjusted p"))
    }

    @Test func noiseIsCalledNoise() {
        let finding = Finding(SampleComparison.celebA(gain: 0))
        #expect(finding.headline == "No policy differs from random selection beyond the noise between seeds")
        #expect(finding.paragraphs.contains { $0.contains("None stands after Holm's adjustment.") })
    }

    @Test func harmIsNotHidden() {
        var comparison = SampleComparison.celebA()
        for index in comparison.rows.indices
        where ["cl-sam", "cr-sam"].contains(comparison.rows[index].policy) {
            comparison.rows[index].meanAccuracy -= 0.1
        }
        let headline = Finding(comparison).headline
        #expect(headline.hasPrefix("No policy does better than random selection, and "))
        #expect(headline.contains("does worse: \u{2212}"))
    }

    @Test func oneSeedProvesNothing() {
        let finding = Finding(SampleComparison.affectNet())
        #expect(finding.headline == "One run of each setting: a difference cannot be told from chance")
        #expect(!finding.paragraphs.joined().contains("p ="))
    }
}
