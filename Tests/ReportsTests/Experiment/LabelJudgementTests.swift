import Datasets
import Testing

@testable import Reports

@Suite struct LabelJudgementTests {
    @Test func theMostProbableClassHasToBeTheTarget() {
        let schema = LabelSchema(task: .singleLabel, names: ["a", "b", "c"])
        let judgement = LabelJudgement(
            probabilities: [0.2, 0.5, 0.3, 0.4, 0.4, 0.2, 0.4, 0.4, 0.2],
            sources: [.index(0), .index(1), .index(2)], targets: [.index(1), .index(0), .index(1)],
            schema: schema, judge: "judge")
        // Of two equally probable classes the first counts.
        #expect(judgement.confirmed == [true, true, false])
    }

    @Test func onlyWhatWasTranslatedCounts() {
        let schema = LabelSchema(task: .multiLabel, names: ["Black_Hair", "Blond_Hair", "Male", "Young"])
        let cases: [(source: [UInt8], target: [UInt8], probabilities: [Float], isConfirmed: Bool)] = [
            // Made blond: blond has to beat black, whatever its own probability and the other bits.
            ([1, 0, 1, 1], [0, 1, 1, 1], [0.2, 0.3, 0.0, 0.0], true),
            ([1, 0, 1, 1], [0, 1, 1, 1], [0.7, 0.6, 1.0, 1.0], false),
            // Made a woman: the bit has to be clear.
            ([1, 0, 1, 0], [1, 0, 0, 0], [0.0, 1.0, 0.4, 1.0], true),
            ([1, 0, 1, 0], [1, 0, 0, 0], [1.0, 0.0, 0.6, 0.0], false),
            // Made young: a probability of one half is no set bit.
            ([1, 0, 0, 0], [1, 0, 0, 1], [1.0, 0.0, 0.0, 0.5], false),
            // Translated to the colour that it had.
            ([0, 1, 0, 0], [0, 1, 0, 0], [0.1, 0.2, 0.9, 0.9], true),
        ]
        for (number, one) in cases.enumerated() {
            let judgement = LabelJudgement(
                probabilities: one.probabilities, sources: [.bits(one.source)], targets: [.bits(one.target)],
                schema: schema, judge: "judge")
            #expect(judgement.confirmed == [one.isConfirmed], "case \(number)")
        }
    }

    @Test func theShareIsOfTheSelectedAlone() {
        let schema = LabelSchema(task: .singleLabel, names: ["a", "b"])
        let judgement = LabelJudgement(
            probabilities: [0.9, 0.1, 0.9, 0.1, 0.1, 0.9, 0.1, 0.9],
            sources: [.index(1), .index(1), .index(1), .index(0)],
            targets: [.index(0), .index(0), .index(0), .index(1)], schema: schema, judge: "judge")
        let kept = judgement.preservation(of: [0, 2, 3, 2], policy: "random", ratio: 2)
        #expect(kept == LabelPreservation(policy: "random", ratio: 2, share: 0.5, count: 4, judge: "judge"))
        #expect(judgement.preservation(of: [0, 1, 2, 3], policy: "p", ratio: 1).share == 0.75)
    }
}
