import Classifiers
import Datasets
import Foundation
import Testing

@testable import Reports

@Suite struct ClassifierPageTests {
    private static func reports() throws -> [(name: String, report: ClassifierReport)] {
        [
            ("multi-label", try SampleClassifier.multiLabel()),
            ("single-label", try SampleClassifier.singleLabel()),
            ("heads", try SampleClassifier.heads()),
        ]
    }

    /// The pages to look at, too: Tests/Fixtures/reports/snapshots/classifier-*.html.
    @Test func snapshots() throws {
        for (name, report) in try Self.reports() {
            try Fixtures.expectSnapshot(ClassifierPage(report).html(), "classifier-\(name).html")
            try Fixtures.expectSnapshot(report.csv, "classifier-\(name).csv")
        }
    }

    @Test func pagesAndFiguresAreWellFormed() throws {
        for (name, report) in try Self.reports() {
            let page = ClassifierPage(report)
            let html = page.html()
            for source in [html.replacing("<!DOCTYPE html>", with: "")] + page.figures.map(\.svg) {
                #expect(WellFormedness.problem(in: source) == nil, "\(name)")
                #expect(!source.contains(/\b(nan|inf)\b/), "\(name)")
            }
            #expect(Set(page.figures.map(\.name)).count == page.figures.count, "\(name)")
            for forbidden in ["<script", "<link", "@import", "url(", "src=\"http", "href="] {
                #expect(!html.contains(forbidden), "\(name): \(forbidden)")
            }
        }
    }

    @Test func whatDoesNotApplyIsLeftOut() throws {
        let multi = ClassifierPage(try SampleClassifier.multiLabel())
        #expect(
            multi.figures.map(\.name) == [
                "easiest-and-hardest", "accuracy-by-frequency", "label-correlation", "training-loss",
                "validation-accuracy",
            ])
        #expect(multi.html().contains("What the mean hides"))
        let single = ClassifierPage(try SampleClassifier.singleLabel())
        #expect(
            single.figures.map(\.name) == [
                "easiest-and-hardest", "accuracy-by-frequency", "confusion-matrix",
            ])
        #expect(!single.html().contains("How it learned"))
        // Two classes need no list of the easiest.
        let small = ClassifierPage(try SampleClassifier.singleLabel(names: 2))
        #expect(small.figures.map(\.name) == ["accuracy-by-frequency", "confusion-matrix"])
        // Without training images nobody knows what is rare.
        let untrained = ClassifierPage(try SampleClassifier.multiLabel(curve: nil, trainCount: 0))
        #expect(untrained.figures.map(\.name) == ["easiest-and-hardest", "label-correlation"])
        #expect(untrained.html().contains("300 test images: orange"))
    }

    @Test func headsAreToldApart() throws {
        let report = try SampleClassifier.heads()
        let page = ClassifierPage(report)
        #expect(page.figures.map(\.name).contains("head-1-confusion-matrix"))
        let html = page.html()
        for part in ["RMSE", "<h2>gender</h2>", "age off by", "gender right in 80.0"] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(report.csv.hasPrefix("head,label,") && report.csv.contains("gender,female,20,20,0.8,"))
    }

    @Test func labelsThatHaveNotBeenLearnedAreNamed() throws {
        let finding = ClassifierFinding(try SampleClassifier.multiLabel())
        #expect(finding.headline.hasSuffix("mean accuracy on 300 test images"))
        let idle = try #require(finding.paragraphs.first { $0.contains("commoner answer") })
        // Never can be no better; who wears glasses is told nearly always.
        #expect(idle.contains("Never") && !idle.contains("Eyeglasses"))
    }

    @Test func hostileNamesStayText() throws {
        let hostile = "\"><script>alert('x')</script>\u{0}&\u{202E}</style>"
        let report = try SampleClassifier.multiLabel { $0 == "Male" ? hostile : $0 }
        let page = ClassifierPage(report)
        let html = page.html()
        #expect(!html.contains("<script") && !html.contains("\u{0}") && !html.contains("\u{202E}"))
        #expect(html.ranges(of: "</style>").count == 1)
        for source in [html.replacing("<!DOCTYPE html>", with: "")] + page.figures.map(\.svg) {
            #expect(WellFormedness.problem(in: source) == nil)
        }
    }

    @Test func theFilesOfAReportAreWritten() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let report = try SampleClassifier.multiLabel()
        try ClassifierReportFiles(report).write(to: folder)
        let json = try Data(contentsOf: folder.appendingPathComponent("metrics.json"))
        let metrics = try JSONDecoder().decode(ClassifierMetrics.self, from: json)
        #expect(metrics.count == 300 && metrics.support["Never"] == 0)
        let rows = try String(
            contentsOf: folder.appendingPathComponent("correlation.csv"), encoding: .utf8
        ).split(separator: "\n")
        #expect(rows.count == 16 && rows[0].hasPrefix(",Bald,Bangs,"))
        // A label that nobody has goes together with nothing.
        #expect(rows[15].filter { $0 != "," } == "Never")
        for name in ["index.html", "metrics.csv", "figures/label-correlation.svg"] {
            #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
        }
    }
}
