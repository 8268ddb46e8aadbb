import Datasets
import Testing

@testable import Reports

@Suite struct GroupChoiceTests {
    private func labels(_ counts: [([UInt8], Int)]) -> [Label] {
        counts.flatMap { Array(repeating: Label.bits($0.0), count: $0.1) }
    }

    @Test func blondMenComeFirst() throws {
        let schema = LabelSchema(task: .multiLabel, names: ["Young", "Blond_Hair", "Male"])
        let pair = try #require(GroupChoice.pair(schema: schema, testLabels: []))
        #expect(pair == ("Male", "Blond_Hair"))
    }

    /// a and b together are rarer than any combination with c, but too rare to be measured; b with c is the next.
    @Test func theRarestThatCanBeMeasuredDecides() throws {
        let schema = LabelSchema(task: .multiLabel, names: ["a", "b", "c"])
        let test = labels([
            ([1, 1, 0], 3), ([1, 0, 1], 60), ([0, 1, 1], 21), ([0, 1, 0], 70), ([0, 0, 0], 90),
        ])
        let pair = try #require(GroupChoice.pair(schema: schema, testLabels: test))
        #expect(pair == ("a", "c") || pair == ("b", "c"))
        #expect(GroupChoice.pair(schema: schema, testLabels: labels([([1, 1, 0], 3)])) == nil)
    }

    @Test func singleLabelDataHaveNoPair() {
        let schema = LabelSchema(task: .singleLabel, names: ["Male", "Blond_Hair"])
        #expect(GroupChoice.pair(schema: schema, testLabels: [.index(0)]) == nil)
    }
}
