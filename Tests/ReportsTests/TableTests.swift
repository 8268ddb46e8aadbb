import Testing

@testable import Reports

@Suite struct TableTests {
    @Test func snapshots() throws {
        let celebA = ComparisonTables(SampleComparison.celebA())
        let affectNet = ComparisonTables(SampleComparison.affectNet())
        try Fixtures.expectSnapshot(celebA.terminal(), "celeba.txt")
        try Fixtures.expectSnapshot(celebA.markdown, "celeba.md")
        try Fixtures.expectSnapshot(celebA.csv, "celeba.csv")
        try Fixtures.expectSnapshot(affectNet.terminal(), "affectnet.txt")
    }

    /// 50 images a class on average: fewer than 25 are few.
    @Test func rareClassesAreThoseWithLessThanHalfOfTheMean() throws {
        let comparison = SampleComparison.rareClasses()
        let table = try #require(ComparisonTables(comparison).rareClasses)
        #expect(table.columns.suffix(2).map(\.title) == ["Rare (24)", "Rarest (6)"])
        let texts = table.rows.map { row in row.cells.map(\.text) }
        #expect(texts.map { $0[1] } == ["real", "random", "cl-sam"])
        for (row, mean) in zip(texts, ["25.0", "35.0", "50.0"]) { #expect(row[2].hasPrefix(mean), "\(row)") }
        #expect(texts[2][3] == "+25.00" && texts[2][4] == "+15.00", "\(texts[2])")
        #expect(ComparisonTables(comparison).csv.contains("cl-sam,1.0,rare_f1,,2,0.5"))
        var unknown = comparison
        unknown.dataset.trainingPositives = nil
        #expect(ComparisonTables(unknown).rareClasses == nil)
        #expect(ComparisonTables(SampleComparison.celebA()).rareClasses == nil)
    }

    @Test func terminalTablesFitAndAlign() {
        for comparison in [
            SampleComparison.celebA(), SampleComparison.affectNet(), SampleComparison.rareClasses(),
        ] {
            for table in ComparisonTables(comparison).tables {
                let lines = table.terminal().split(separator: "\n")
                #expect(lines.allSatisfy { $0.count <= 100 }, "\(table.title)")
                // Within one box every line has the same width.
                var width = 0
                for line in lines where "┌├│└".contains(line.first ?? " ") {
                    if line.hasPrefix("┌") { width = line.count }
                    #expect(line.count == width, "\(line)")
                }
            }
        }
    }

    @Test func stylingAddsOnlyEscapes() {
        let tables = ComparisonTables(SampleComparison.celebA())
        let styled = tables.terminal(styled: true)
        #expect(styled.contains("\u{1B}[1m"))
        #expect(styled.replacing(/\u{1B}\[[0-9]m/, with: "") == tables.terminal())
    }

    @Test func supportIsMarkedOnlyWhereTheAdjustedTestGivesIt() throws {
        let comparison = SampleComparison.celebA()
        let table = ComparisonTables(comparison).meanAccuracy
        let column = try #require(table.columns.firstIndex { $0.title == "− random" })
        for (row, summary) in zip(table.rows, comparison.summary) {
            let supported = (summary.versusRandom?.holmP ?? 1) < 0.05
            #expect((row.cells[column].emphasis == .strong) == supported)
            #expect(row.cells[column].text.hasPrefix("*") == supported)
        }
        #expect(table.rows.contains { $0.cells[column].emphasis == .strong })
        #expect(table.rows.contains { $0.cells[column].emphasis == .plain && !$0.cells[column].text.isEmpty })
    }

    @Test func publishedNumbersNeedTheirLabels() throws {
        let published = try #require(
            PublishedResults.matching(labels: SampleComparison.celebALabels.reversed()))
        let best = try #require(published.entry(policy: "cl-sam", ratio: 5))
        #expect(best.meanAccuracy == 91.1 / 100)
        #expect(best.accuracy["Young"] == 87.1 / 100 && best.accuracy["Male"] == 96.8 / 100)
        let expressions = try #require(PublishedResults.matching(labels: SampleComparison.affectNetLabels))
        #expect(expressions.entry(policy: "rl", ratio: 1.7)?.accuracy["Disgust"] == 76.2 / 100)
        #expect(expressions.entry(policy: "random", ratio: 3) == nil)
        #expect(PublishedResults.matching(labels: ["Male", "Young"]) == nil)
        #expect(PublishedResults.matching(labels: SampleComparison.celebALabels + ["Bald"]) == nil)
    }

    /// The published mean over CelebA's attributes follows from its categories, to the rounding of six numbers.
    @Test func publishedCategoriesAverageToTheirMeans() throws {
        let published = try #require(PublishedResults.matching(labels: SampleComparison.celebALabels))
        for entry in published.entries {
            let mean = entry.accuracy.values.reduce(0, +) / 5
            #expect(abs(mean - entry.meanAccuracy) < 0.0015, "\(entry.policy) \(entry.ratio)")
        }
    }

    @Test func hostileNamesStayText() {
        var comparison = SampleComparison.affectNet()
        comparison.rows[2].policy = "a|b\n\u{1B}[31m<script>\u{202E},\"q\""
        let tables = ComparisonTables(comparison)
        #expect(!tables.terminal().contains("\u{1B}") && !tables.terminal().contains("\u{202E}"))
        #expect(tables.markdown.contains("a\\|b") && !tables.markdown.contains("<script>"))
        let row = tables.csv.split(separator: "\n").first { $0.contains("script") }
        #expect(row?.hasPrefix("\"a|b") == true && row?.contains("\"\"q\"\"\"") == true)
    }

    @Test func longNamesAreCutAndManyLabelsBroken() {
        var comparison = SampleComparison.affectNet()
        let names = (0..<40).map { "Attribute_\($0)_with_a_long_name" }
        comparison.labels = names
        for index in comparison.rows.indices {
            comparison.rows[index].policy = index == 0 ? "real" : String(repeating: "p\(index)", count: 60)
            comparison.rows[index].accuracy = Dictionary(uniqueKeysWithValues: names.map { ($0, 0.5) })
        }
        let text = ComparisonTables(comparison).terminal()
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(names.allSatisfy { text.contains($0.prefix(24)) })
    }

    @Test func emptyComparisonsHaveEmptyTables() {
        var comparison = SampleComparison.affectNet()
        comparison.rows = []
        #expect(ComparisonTables(comparison).tables.allSatisfy { $0.rows.isEmpty })
        #expect(ComparisonTables(comparison).csv.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        (-0.00001, "0.00"), (0.0042, "+0.42"), (-0.0042, "\u{2212}0.42"), (0, "0.00"),
    ])
    func pointsCarryTheirSign(_ value: Double, _ expected: String) {
        #expect(NumberFormat.points(value) == expected)
    }

    @Test func numbers() {
        #expect(
            NumberFormat.ratio(2) == "2×" && NumberFormat.ratio(2.6) == "2.6×"
                && NumberFormat.ratio(10) == "10×" && NumberFormat.ratio(0.475) == "0.48×")
        #expect(NumberFormat.count(1_234_567) == "1,234,567" && NumberFormat.count(999) == "999")
        #expect(
            NumberFormat.p(0.0004) == "<0.001" && NumberFormat.p(0.0312) == "0.031"
                && NumberFormat.p(nil) == "–")
    }
}
