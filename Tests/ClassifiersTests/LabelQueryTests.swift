import Classifiers
import Datasets
import Foundation
import Testing

@Suite struct LabelQueryTests {
    private let bits = LabelSchema(task: .multiLabel, names: ["Eyeglasses", "Male", "Smiling"])
    private let classes = LabelSchema(task: .singleLabel, names: ["Happy", "Sad"])

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    @Test func probabilitiesOfLabelsAreMultiplied() throws {
        let query = try LabelQuery(labels: ["Smiling", "Eyeglasses"], without: ["Male"], schema: bits)
        let expected = log(sigmoid(0.5)) + log(sigmoid(-2)) + log(1 - sigmoid(1.5))
        #expect(abs(query.logProbability(LogitRow([0.5, 1.5, -2])) - expected) < 1e-12)
        #expect(query.words == "Smiling and Eyeglasses, and not Male")
        #expect(try LabelQuery(labels: [], without: ["Male"], schema: bits).words == "not Male")
    }

    @Test func theSurestComeFirstAndOfEqualsTheFirst() throws {
        let rows = [[0, 9, 1], [0, 9, 3], [9, 0, 1], [0, 0, 2]].map { LogitRow($0.map(Float.init)) }
        let ranking = try LabelQuery(labels: ["Smiling"], schema: bits).ranking(rows)
        #expect(ranking.map(\.index) == [1, 3, 0, 2])
        #expect(ranking[2].logProbability == ranking[3].logProbability)
    }

    /// Logits so large that a probability is 1 in any precision still have an order.
    @Test func certaintiesAreToldApart() throws {
        let rows = [80, 90, 85].map { LogitRow([Float(0), Float(0), $0]) }
        #expect(try LabelQuery(labels: ["Smiling"], schema: bits).ranking(rows).map(\.index) == [1, 2, 0])
    }

    @Test func oneLabelOfSeveralIsRankedByItsProbability() throws {
        let query = try LabelQuery(labels: ["Sad"], schema: classes)
        #expect(abs(query.logProbability(LogitRow([1, 3])) - log(sigmoid(2))) < 1e-12)
    }

    @Test func whatCannotBeAskedIsRefused() throws {
        expectError(.usage, "no label Bald", "Eyeglasses") {
            _ = try LabelQuery(labels: ["Bald"], schema: bits)
        }
        expectError(.usage, "twice") { _ = try LabelQuery(labels: ["Male", "Male"], schema: bits) }
        expectError(.usage, "Male", "twice") {
            _ = try LabelQuery(labels: ["Male"], without: ["Male"], schema: bits)
        }
        expectError(.usage, "nothing") { _ = try LabelQuery(labels: [], schema: bits) }
        for (labels, without) in [(["Happy", "Sad"], []), (["Happy"], ["Sad"]), ([], ["Sad"])] {
            expectError(.usage, "one label") {
                _ = try LabelQuery(labels: labels, without: without, schema: classes)
            }
        }
        expectError(.usage, "several heads") {
            _ = try LabelQuery(
                labels: ["g a"], schema: LabelSchema(heads: [LabelHead("g", .classes(["a"]))]))
        }
    }
}
