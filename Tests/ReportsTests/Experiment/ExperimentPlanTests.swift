import Testing

@testable import Reports

@Suite struct ExperimentPlanTests {
    private func names(_ plan: ExperimentPlan) -> [String] { plan.runs.map(\.folderName) }

    @Test func everyPolicyRatioAndSeedIsThereOnce() {
        let plan = ExperimentPlan(policies: ["random", "cl-sam"], ratios: [1, 2.5], seeds: [3, 4])
        let names = names(plan)
        #expect(
            Array(names.prefix(5)) == [
                "real-0-3", "random-1-3", "cl-sam-1-3", "random-2.5-3", "cl-sam-2.5-3",
            ])
        #expect(names.count == 10 && Set(names).count == 10)
        #expect(Array(names.suffix(5)) == names.prefix(5).map { $0.dropLast() + "4" })
        #expect(plan.resolved(chosenRatio: 7) == plan)
    }

    @Test func rlRunsAtItsOwnRatioWithRandomBesideIt() {
        let plan = ExperimentPlan(policies: ["random", "rl"], ratios: [1], seeds: [0])
        let resolved = plan.resolved(chosenRatio: 2.6)
        #expect(names(resolved) == ["real-0-0", "random-1-0", "rl-2.6-0", "random-2.6-0"])
        #expect(resolved.runs[2].ratio == resolved.runs[3].ratio)
        // What progress announced is what is done.
        let titles = plan.titles(chosenRatio: 2.6)
        #expect(resolved.runs.map { titles[$0] } == plan.runs.map { Optional($0.title) })
        #expect(Set(plan.runs.map(\.title)).count == 4)
    }

    @Test func randomIsNotRepeatedWhereRlChoosesAPlannedRatio() {
        let plan = ExperimentPlan(policies: ["random", "rl"], ratios: [1, 2], seeds: [0])
        #expect(
            names(plan.resolved(chosenRatio: 2)) == ["real-0-0", "random-1-0", "random-2-0", "rl-2-0"])
    }

    @Test func rlThatKeepsNothingHasNoRow() {
        let plan = ExperimentPlan(policies: ["random", "rl"], ratios: [1], seeds: [0])
        #expect(names(plan.resolved(chosenRatio: nil)) == ["real-0-0", "random-1-0"])
    }
}
