import Datasets
import TensorEngine
import Testing
import Workspace

@testable import Pools

@Suite struct RankingTests {
    /// Classes of single-label samples.
    func classes(_ targets: [Int], count: Int, real: [Int]) -> SampleClasses {
        let schema = LabelSchema(task: .singleLabel, names: (0..<count).map { "c\($0)" })
        return SampleClasses(
            within: .target, sources: targets.map { .index(($0 + 1) % count) },
            targets: targets.map(Label.index),
            schema: schema,
            realLabels: real.enumerated().flatMap { [Label](repeating: .index($0), count: $1) })
    }

    @Test func bestFirstAndTiesByIndex() throws {
        let ranking = try Ranking(
            score: [1, 5, 3, 5, 2, 3], classes: classes([0, 1, 0, 1, 0, 0], count: 2, real: [2, 2]))
        #expect(ranking.order == [[2, 5, 4, 0], [1, 3]])
        let outcome = try ranking.keeping(.topK(3))
        #expect(outcome.kept == [2, 1, 5, 3, 4])
        #expect(outcome.shortfalls == ["c1: 3 wanted, the pool holds 2"])
        let selection = ranking.selection(outcome, named: "x", targets: [0, 1, 0, 1, 0, 0].map(Label.index))
        #expect(selection.score == [3, 5, 3, 5, 2])
        #expect(selection.label == [.index(0), .index(1), .index(0), .index(1), .index(0)])
    }

    @Test func thresholdIsExclusive() throws {
        let ranking = try Ranking(
            score: [0.5, 0.75, 0.25, 1], classes: classes([0, 0, 1, 1], count: 2, real: [1, 1]))
        #expect(try ranking.keeping(.threshold(0.5)).kept == [1, 3])
        expectError(.usage, "nothing", "run from 0.25 to 1", "below 1") {
            _ = try ranking.keeping(.threshold(1))
        }
    }

    @Test func ratioSharesByRealCounts() throws {
        let targets = (0..<40).map { $0 % 2 }
        let ranking = try Ranking(
            score: targets.indices.map(Float.init), classes: classes(targets, count: 2, real: [9, 3]))
        let proportional = try ranking.keeping(.ratio(2, perClass: .proportional))
        #expect(proportional.classes.map(\.kept) == [18, 6])
        #expect(try ranking.keeping(.ratio(2, perClass: .even)).classes.map(\.kept) == [12, 12])
        // 30 samples, 22.5 and 7.5: class 0 holds 20 only, and class 1 takes over what is left.
        let short = try ranking.keeping(.ratio(2.5, perClass: .proportional))
        #expect(short.classes.map(\.kept) == [20, 10])
        #expect(short.shortfalls == ["c0: 23 wanted, the pool holds 20"])
        expectError(.usage, "up to 3.33") { _ = try ranking.keeping(.ratio(4, perClass: .proportional)) }
    }

    @Test func numbersWithoutSenseAreRefused() throws {
        let ranking = try Ranking(score: [1, 2], classes: classes([0, 1], count: 2, real: [1, 1]))
        for rule: Ranking.Rule in [
            .ratio(0, perClass: .even), .ratio(-1, perClass: .even), .ratio(.nan, perClass: .even),
            .ratio(.infinity, perClass: .even), .topK(0), .topK(-3), .threshold(.nan), .fraction(0),
            .fraction(1.5),
            .fraction(.nan), .ratio(0.1, perClass: .even),
        ] {
            expectError(.usage) { _ = try ranking.keeping(rule) }
        }
        for bad in [Float.nan, .infinity, -.infinity] {
            expectError(.badData, "sample 1") {
                _ = try Ranking(score: [1, bad], classes: classes([0, 1], count: 2, real: [1, 1]))
            }
        }
        expectError(.bug) { _ = try Ranking(score: [1], classes: classes([0, 1], count: 2, real: [1, 1])) }
    }

    /// For any pool: the number is exact, nobody is kept twice, and nobody kept ranks below somebody of the class who is not.
    @Test func theBestAreKept() throws {
        var stream = RandomStream(seed: 2, name: "tests/ranking")
        for turn in 0..<300 {
            let count = Int.random(in: 2...5, using: &stream)
            let targets = (0..<Int.random(in: 1...120, using: &stream)).map { _ in
                min(Int.random(in: 0..<count, using: &stream), Int.random(in: 0..<count, using: &stream))
            }
            let real = (0..<count).map { _ in Int.random(in: 0...9, using: &stream) }
            // Few different scores, so that there are ties.
            let score = targets.map { _ in Float(Int.random(in: 0...6, using: &stream)) }
            let ranking = try Ranking(score: score, classes: classes(targets, count: count, real: real))
            let ratio = Double.random(in: 0.2...2, using: &stream)
            let fraction = Double.random(in: 0.2...1, using: &stream)
            let wanted = Int((ratio * Double(real.reduce(0, +))).rounded())
            var rules: [(Ranking.Rule, Int?)] = [
                (.fraction(fraction), Int((fraction * Double(targets.count)).rounded())), (.topK(3), nil),
                (.threshold(3), score.count { $0 > 3 }),
            ]
            if wanted <= targets.count {
                rules += [
                    (.ratio(ratio, perClass: .even), wanted),
                    (.ratio(ratio, perClass: .proportional), wanted),
                ]
            }
            for (rule, expected) in rules where expected != 0 {
                let outcome = try ranking.keeping(rule)
                let context = "turn \(turn): \(rule)"
                if let expected { #expect(outcome.kept.count == expected, "\(context)") }
                let kept = Set(outcome.kept)
                #expect(kept.count == outcome.kept.count, "\(context)")
                #expect(outcome.classes.reduce(0) { $0 + $1.kept } == kept.count, "\(context)")
                for order in ranking.order {
                    let flags = order.map(kept.contains)
                    #expect(flags == flags.sorted { $0 && !$1 }, "\(context)")
                }
            }
        }
    }

    @Test func classesOfMultiLabelData() {
        let schema = LabelSchema(task: .multiLabel, names: ["Black_Hair", "Blond_Hair", "Male"])
        let sources: [Label] = [.bits([1, 0, 1]), .bits([1, 0, 1]), .bits([0, 0, 0])]
        let targets: [Label] = [.bits([0, 1, 1]), .bits([1, 0, 0]), .bits([0, 0, 1])]
        let byTarget = SampleClasses(
            within: .target, sources: sources, targets: targets, schema: schema, realLabels: sources)
        #expect(byTarget.classOfSample == [1, 2, 2])
        #expect(byTarget.realCounts == [2, 0, 2])
        let byCombination = SampleClasses(
            within: .combination, sources: sources, targets: targets, schema: schema,
            realLabels: sources + [.bits([0, 1, 1])])
        #expect(byCombination.names == ["Black_Hair", "Blond_Hair & Male", "Male"])
        #expect(byCombination.classOfSample == [1, 0, 2])
        #expect(byCombination.realCounts == [0, 1, 0])
        #expect(byCombination.realCount == 4)
    }
}
