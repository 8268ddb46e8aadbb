import Datasets
import Foundation
import TestSupport
import Testing
import Workspace

@testable import Classifiers

/// Learning rates beside those of PyTorch's schedulers (`make_schedules.py`).
@Suite struct ScheduleTests {
    private struct Fixture: Decodable {
        struct Plateau: Decodable {
            let patience: Int
            let factor: Double
            let rates: [Double]
        }
        let measures: [Double]
        let plateau: [Plateau]
        let steps, epoch: Int
        let exponential, exponentialByThree, step, warmUp, warmUpCosine: [Double]
    }

    private let fixture = Result { try FixtureFile.decode(Fixture.self, from: "pytorch/schedules.json") }

    private func rates(_ schedule: TrainingRecipe.Schedule, warmUp: Int = 0) throws -> [Double] {
        let fixture = try fixture.get()
        let recipe = TrainingRecipe(
            budget: .steps(fixture.steps), batch: 2, learningRate: 1, schedule: schedule, warmUp: warmUp)
        return (0..<fixture.steps).map {
            recipe.rateFactor(at: $0, steps: fixture.steps, stepsPerEpoch: fixture.epoch)
        }
    }

    @Test func ratesFallByTheEpoch() throws {
        expectClose(
            try rates(.exponential(per: .epoch, factor: 0.995)), try fixture.get().exponential,
            relative: 1e-12)
        expectClose(
            try rates(.step(every: 2, per: .epoch, factor: 0.1)), try fixture.get().step, relative: 1e-12)
    }

    @Test func ratesFallEverySoManySteps() throws {
        expectClose(
            try rates(.exponential(every: 3, factor: 0.9)), try fixture.get().exponentialByThree,
            relative: 1e-12)
    }

    @Test func ratesGrowAtTheStart() throws {
        let fixture = try fixture.get()
        expectClose(try rates(.constant, warmUp: 6), fixture.warmUp, relative: 1e-6)
        expectClose(try rates(.cosine, warmUp: 6), fixture.warmUpCosine, relative: 1e-5, absolute: 1e-9)
    }

    @Test func ratesFallOnPlateaus() throws {
        let fixture = try fixture.get()
        for wanted in fixture.plateau {
            var schedule = PlateauSchedule()
            let rates = fixture.measures.map { measure in
                schedule.note(measure, rate: 1, decay: wanted.factor, patience: wanted.patience)
                return schedule.factor
            }
            expectClose(rates, wanted.rates, relative: 1e-12, "patience \(wanted.patience)")
        }
    }

    /// The rates in a run's log are those of the plateaus that its accuracies make, and a resumed run has the same.
    @Test func aRunFollowsItsPlateaus() throws {
        let toy = ToyTask(task: .singleLabel)
        let training = TrainingRecipe(
            budget: .epochs(8), batch: 8, learningRate: 0.01, schedule: .plateau(factor: 0.5, patience: 0),
            warmUp: 3)
        func log(_ folder: URL) throws -> [[Double]] {
            try String(contentsOf: folder.appendingPathComponent("metrics.csv"), encoding: .utf8)
                .split(separator: "\n").dropFirst().map { line in
                    line.split(separator: ",").map { Double($0) ?? .nan }
                }
        }
        try withTemporaryFolder { unbroken in
            try toy.trainer(training, folder: unbroken).run().save(to: unbroken)
            let rows = try log(unbroken)
            var schedule = PlateauSchedule()
            for row in rows {
                expectClose(row[2], 0.01 * schedule.factor, relative: 1e-6)
                schedule.note(row[5], rate: 0.01, decay: 0.5, patience: 0)
            }
            #expect(rows.count == 8 && schedule.factor < 1)
            try withTemporaryFolder { folder in
                let first = try toy.trainer(training, folder: folder)
                first.onStep = { if $0 == 17 { throw Interrupted(signal: 2) } }
                #expect(throws: Interrupted(signal: 2)) { try first.run() }
                try toy.trainer(training, folder: folder, resume: true).run().save(to: folder)
                #expect(try log(folder) == rows)
                let name = "classifier.safetensors"
                #expect(
                    try Data(contentsOf: folder.appendingPathComponent(name))
                        == Data(contentsOf: unbroken.appendingPathComponent(name)))
            }
        }
    }

    @Test(arguments: [
        ("training: {schedule: plateau, plateau_patience: -1}", "training.plateau_patience"),
        ("training: {schedule: exponential, decay_factor: 0.9, decay_per: day}", "training.decay_per"),
        ("training: {schedule: exponential}", "training.decay_factor"),
        ("training: {schedule: exponential, decay_factor: 0.9, decay_every: 0}", "training.decay_every"),
        ("training: {schedule: step}", "training.decay_every"),
        ("training: {schedule: step, decay_every: 2, decay_per: batch}", "training.decay_per"),
        ("training: {warm_up: 1.5}", "training.warm_up"),
        ("training: {budget: steps, steps: 20, warm_up: 21}", "training.warm_up"),
        ("training: {schedule: stairs}", "training.schedule"),
    ])
    func impossibleSchedulesAreRefused(yaml: String, key: String) {
        expectError(.badRecipe, key) {
            let recipe = try Recipe(yaml: yaml, name: "test.yaml")
            _ = try ClassifierRecipe.readPolicy(recipe)
            try recipe.finish()
        }
    }

    @Test func schedulesAreReadAndWritten() throws {
        let recipe = try Recipe(
            yaml:
                "training: {schedule: plateau, decay_factor: 0.2, plateau_patience: 1, warm_up: 50, decay_every: 3}",
            name: "test.yaml")
        let read = try ClassifierRecipe.readPolicy(recipe).training
        try recipe.finish()
        #expect(read.schedule == .plateau(factor: 0.2, patience: 1) && read.warmUp == 50)
        let coded = try JSONDecoder().decode(TrainingRecipe.self, from: JSONEncoder().encode(read))
        #expect(coded == read)
    }

    @Test(arguments: [
        ("exponential, decay_factor: 0.9", TrainingRecipe.Schedule.exponential(factor: 0.9)),
        ("exponential, decay_factor: 0.995, decay_per: epoch", .exponential(per: .epoch, factor: 0.995)),
        ("exponential, decay_factor: 0.9, decay_every: 5", .exponential(every: 5, factor: 0.9)),
        ("step, decay_every: 30, decay_per: epoch", .step(every: 30, per: .epoch, factor: 0.1)),
    ])
    func decaysAreReadAndWritten(keys: String, schedule: TrainingRecipe.Schedule) throws {
        let recipe = try Recipe(yaml: "training: {schedule: \(keys)}", name: "test.yaml")
        let read = try ClassifierRecipe.readPolicy(recipe).training
        try recipe.finish()
        #expect(read.schedule == schedule)
        #expect(try JSONDecoder().decode(TrainingRecipe.self, from: JSONEncoder().encode(read)) == read)
        #expect(
            try ClassifierRecipe.readPolicy(Recipe(yaml: recipe.resolvedYAML, name: "again")).training == read
        )
    }

    @Test func aWarmUpEndsWithinTheRun() throws {
        let toy = ToyTask(task: .multiLabel)
        func training(_ warmUp: Int) -> TrainingRecipe {
            TrainingRecipe(budget: .epochs(2), batch: 8, learningRate: 0.05, warmUp: warmUp)
        }
        #expect(try toy.trainer(training(8)).plannedSteps == 8)
        expectError(.badRecipe, "training.warm_up: 9", "8 steps") { _ = try toy.trainer(training(9)) }
    }
}
