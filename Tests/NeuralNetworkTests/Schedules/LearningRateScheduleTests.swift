import NeuralNetwork
import TestSupport
import Testing

@Suite struct LearningRateScheduleTests {
    @Test func agreesWithPyTorch() throws {
        let cases = try TrainingFixture.load().cases
        #expect(Set(cases.map(\.schedule.name)).count == 5)
        try withEvery("case", in: cases.map { ($0, try LearningRateSchedule($0.schedule)) }) {
            test, schedule in
            expectClose(
                test.rates.indices.map { test.learningRate * schedule.factor(at: $0) }, test.rates,
                relative: 1e-8,
                absolute: 1e-12, test.name)
        }
    }

    @Test func cosineFallsToZeroAndStays() {
        let schedule = LearningRateSchedule.cosine(total: 8)
        expectClose([0, 2, 4, 8].map(schedule.factor), [1, 0.5 + 0.5 * 0.5.squareRoot(), 0.5, 0])
        expectClose(schedule.factor(at: 9), 0.0)
        #expect((0..<8).allSatisfy { schedule.factor(at: $0) > schedule.factor(at: $0 + 1) })
    }

    @Test func linearDecayIsConstantThenFallsToZeroAndStays() {
        let schedule = LearningRateSchedule.linearDecay(start: 4, end: 8)
        #expect([0, 3, 4, 5, 6, 7, 8, 100].map(schedule.factor) == [1, 1, 1, 0.75, 0.5, 0.25, 0, 0])
        #expect(LearningRateSchedule.linearDecay(start: 5, end: 5).factor(at: 5) == 0)
    }

    @Test func stepsAndPowers() {
        #expect(
            [0, 2, 3, 5, 6].map(LearningRateSchedule.step(every: 3, factor: 0.5).factor) == [
                1, 1, 0.5, 0.5, 0.25,
            ])
        expectClose([0, 1, 3].map(LearningRateSchedule.exponential(factor: 0.9).factor), [1, 0.9, 0.729])
        #expect([0, 7, 1_000_000].map(LearningRateSchedule.constant.factor) == [1, 1, 1])
    }
}

extension LearningRateSchedule {
    /// The schedule that a fixture names.
    init(_ schedule: TrainingFixture.Schedule) throws {
        switch schedule.name {
        case "constant": self = .constant
        case "cosine": self = .cosine(total: try #require(schedule.total))
        case "step": self = .step(every: try #require(schedule.every), factor: try #require(schedule.factor))
        case "exponential": self = .exponential(factor: try #require(schedule.factor))
        case "linear":
            self = .linearDecay(start: try #require(schedule.start), end: try #require(schedule.total))
        default: throw UnknownName(name: schedule.name)
        }
    }

    private struct UnknownName: Error {
        let name: String
    }
}
