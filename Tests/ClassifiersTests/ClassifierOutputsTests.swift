import Datasets
import Foundation
import TestSupport
import Testing

@testable import Classifiers

@Suite struct ClassifierOutputsTests {
    private let schema = LabelSchema(heads: [
        LabelHead("sex", .classes(["male", "female"])), LabelHead("age", .number(10...14)),
        LabelHead("hair", .classes(["none", "some", "much"])),
    ])

    @Test func eachAnswerHasAnOutput() {
        let outputs = ClassifierOutputs(schema, numbers: .expectedValue)
        #expect(outputs.count == 10 && outputs.names == schema.names)
        #expect(outputs.heads.map(\.range) == [0..<2, 2..<7, 7..<10])
    }

    @Test func aRegressedNumberHasOneOutput() {
        let outputs = ClassifierOutputs(schema, numbers: .regression)
        #expect(outputs.names == ["sex male", "sex female", "age", "hair none", "hair some", "hair much"])
        #expect(outputs.count == 6 && outputs.heads.map(\.range) == [0..<2, 2..<3, 3..<6])
    }

    @Test(arguments: [Task.multiLabel, .singleLabel])
    func withoutHeadsEachLabelHasAnOutput(task: Task) {
        let schema = LabelSchema(task: task, names: ["A", "B", "C"])
        let outputs = ClassifierOutputs(schema, numbers: .regression)
        #expect(outputs.count == 3 && outputs.names == schema.names && outputs.heads.isEmpty)
    }

    /// The logits are a slice that does not begin at 0.
    @Test func anExpectedValueIsTheMeanOfTheNumbers() {
        let logits: [Float] = [9, 9, 0.5, -1, 0, 0, 0, 0, log(4), 2, 1, 3]
        let answers = ClassifierOutputs(schema, numbers: .expectedValue).answers(logits[2...])
        #expect(answers.map(\.index) == [0, 3, 2])
        #expect(answers[0].number == nil && answers[2].number == nil)
        expectClose(answers[0].probabilities[0], 1 / (1 + exp(-1.5)), relative: 1e-7)
        // Four numbers with one eighth each, and 14 with a half.
        expectClose(answers[1].probabilities, [0.125, 0.125, 0.125, 0.125, 0.5], relative: 1e-6)
        expectClose(answers[1].number ?? 0, (10 + 11 + 12 + 13) / 8.0 + 7, relative: 1e-6)
    }

    @Test func aRegressedNumberStaysInItsRange() {
        let outputs = ClassifierOutputs(schema, numbers: .regression)
        func age(_ output: Float) -> HeadAnswer { outputs.answers([0, 0, output, 0, 0, 0][...])[1] }
        // The numbers 10 to 14 have mean 12 and deviation √2.
        expectClose(age(0).number ?? 0, 12)
        expectClose(age(1).number ?? 0, 12 + 2.0.squareRoot())
        #expect(age(1).index == 3 && age(1).probabilities.isEmpty)
        #expect(age(50).number == 14 && age(50).index == 4 && age(-50).number == 10 && age(-50).index == 0)
    }

    @Test func unitsHaveMeanZeroAndDeviationOne() {
        withEvery("range", in: [0...116, 3...4, -20 ... -11]) { range in
            let outputs = range.map { NumberScale(range).output(for: Double($0)) }
            let count = Double(outputs.count)
            expectClose(outputs.reduce(0, +), 0, relative: 0, absolute: 1e-10)
            expectClose(outputs.reduce(0) { $0 + $1 * $1 } / count, 1, relative: 1e-10)
            for number in range {
                let scale = NumberScale(range)
                expectClose(
                    scale.number(at: scale.output(for: Double(number))), Double(number), relative: 0,
                    absolute: 1e-10)
            }
        }
        #expect(NumberScale(7...7).number(at: NumberScale(7...7).output(for: 7)) == 7)
    }
}
