import Datasets
import Foundation
import Pools
import Testing
import Workspace

@testable import Reports

@Suite struct ExperimentTests {
    private func prepare(_ scene: ExperimentScene, resume: Bool = false) throws {
        try OutputFolder.prepare(scene.out, force: false, resume: resume)
    }

    @Test func rowsSummaryAndFilesAgree() throws {
        let scene = try ExperimentScene()
        try scene.score("rl") { $0 < 30 ? 0.9 : 0.1 }
        let recipe = try ExperimentScene.recipe(overrides: ["policies=[cl-sam, cr-sam, rl]"])
        let work = StandInWork()
        let experiment = try scene.experiment(recipe, work: work)
        try prepare(scene)
        var begun: [String] = []
        let announced = try experiment.stages().map(\.name)
        let comparison = try experiment.run(command: "winnow compare …") { begun.append($0) }
        #expect(begun == announced)
        #expect(work.scored == ["cl-sam"])
        // Two seeds of: real, three policies at two ratios, rl and random at 30 of 24.
        #expect(comparison.rows.count == 2 * (1 + 6 + 2))
        for row in comparison.rows {
            #expect(row.syntheticCount == Int((row.ratio * 24).rounded()))
            let wrong = Double(10 + Int(row.seed) - row.syntheticCount / 8)
            #expect(abs((row.overallAccuracy ?? 0) - (1 - wrong / 44)) < 1e-9, "\(row.policy) \(row.ratio)")
        }
        let chosen = comparison.summary.filter { $0.ratio == 30.0 / 24 }
        #expect(chosen.map(\.policy) == ["random", "rl"])
        #expect(chosen.last?.versusRandom?.paired.difference.count == 2)
        #expect(try Comparison.load(from: scene.out.appendingPathComponent("comparison.json")) == comparison)
        for name in ["comparison.md", "comparison.csv", "index.html", "recipe.yaml", "figures/scores-rl.png"]
        {
            #expect(
                FileManager.default.fileExists(atPath: scene.out.appendingPathComponent(name).path), "\(name)"
            )
        }
        let runs = try FileManager.default.contentsOfDirectory(
            atPath: scene.out.appendingPathComponent("runs/rl-1.25-0").path)
        #expect(runs == ["row.json"])
        // The pool has been scored for good.
        #expect(try Pool(folder: scene.poolFolder).scoreNames == ["cl-sam", "rl"])
    }

    @Test func thePageIsBuiltAgainFromTheRunFolder() throws {
        let scene = try ExperimentScene()
        let experiment = try scene.experiment(ExperimentScene.recipe(), work: StandInWork())
        try prepare(scene)
        let comparison = try experiment.run(command: "winnow compare it")
        let page = scene.out.appendingPathComponent("index.html")
        let first = try Data(contentsOf: page)
        try FileManager.default.removeItem(at: page)
        let material = try #require(try PageMaterial.read(from: scene.out))
        try ReportFiles(material.page(of: comparison, folder: scene.out, pool: scene.pool)).write(
            to: scene.out)
        #expect(try Data(contentsOf: page) == first)
        let text = String(decoding: first, as: UTF8.self)
        #expect(text.contains("winnow compare it") && text.contains("cr-sam: highest and lowest scores"))
        #expect(text.contains("Distribution of scores over the pool"))
        #expect(text.components(separatedBy: "data:image/png;base64,").count == 1 + 3)
    }

    @Test func everySeedAndPolicyTrainsOnItsOwnSelection() throws {
        let scene = try ExperimentScene()
        try scene.score("cl-sam")
        let work = StandInWork()
        let experiment = try scene.experiment(ExperimentScene.recipe(), work: work)
        try prepare(scene)
        let comparison = try experiment.run()
        let real = scene.dataset.examples(in: .train).map(\.label)
        for trained in work.trained {
            #expect(Array(trained.labels.prefix(24)) == real)
            // The classes of the real images are even, and so are the selections'.
            let added = trained.labels.dropFirst(24)
            #expect(added.count { $0 == .index(0) } * 2 == added.count)
        }
        let maker = SelectionMaker(
            pool: scene.pool, classes: try scene.data.classes(within: .target), perClass: .proportional,
            scores: ["cl-sam": try #require(try scene.pool.scores(named: "cl-sam")).score])
        func indices(_ policy: String, _ ratio: Double, _ seed: UInt64) throws -> [Int64] {
            try #require(try maker.selection(for: PlannedRun(policy: policy, ratio: ratio, seed: seed)))
                .selection.index
        }
        #expect(try indices("cl-sam", 0.5, 0) == indices("cl-sam", 0.5, 1))
        #expect(try indices("random", 0.5, 0) != indices("random", 0.5, 1))
        #expect(try Set(indices("random", 0.5, 0)).isSubset(of: indices("random", 1, 0)))
        #expect(comparison.seeds == [0, 1])
    }

    @Test func anInterruptedComparisonGoesOnWhereItStopped() throws {
        let scene = try ExperimentScene()
        let recipe = try ExperimentScene.recipe()
        let broken = StandInWork()
        broken.stop = (after: 4, error: Interrupted(signal: 2))
        try prepare(scene)
        #expect(throws: Interrupted(signal: 2)) { try scene.experiment(recipe, work: broken).run() }
        #expect(broken.trained.count == 4)
        let halfDone = scene.out.appendingPathComponent("runs/random-1-0")
        #expect(FileManager.default.fileExists(atPath: halfDone.appendingPathComponent("checkpoints").path))
        #expect(FileManager.default.fileExists(atPath: halfDone.appendingPathComponent("seconds").path))

        try prepare(scene, resume: true)
        let rest = StandInWork()
        let resumed = try scene.experiment(recipe, work: rest)
        #expect(try resumed.stages().count == 1 + 10)
        let comparison = try resumed.run()
        // The pool held cl-sam's scores by then, and no run was repeated.
        #expect(rest.scored.isEmpty)
        #expect(rest.trained.count == 10 && rest.trained.first?.folder == "random-1-0")
        #expect(Set((broken.trained + rest.trained).map(\.folder)).count == 14)
        #expect(try FileManager.default.contentsOfDirectory(atPath: halfDone.path) == ["row.json"])

        let unbroken = try ExperimentScene()
        try OutputFolder.prepare(unbroken.out, force: false, resume: false)
        var expected = try unbroken.experiment(recipe, work: StandInWork()).run()
        var found = comparison
        for index in expected.rows.indices { expected.rows[index].seconds = 0 }
        for index in found.rows.indices { found.rows[index].seconds = 0 }
        #expect(found.rows == expected.rows)

        // Done already: nothing is trained.
        let again = StandInWork()
        _ = try scene.experiment(recipe, work: again).run()
        #expect(again.trained.isEmpty)
    }

    @Test func aFailureKeepsTheFinishedRuns() throws {
        let scene = try ExperimentScene()
        let broken = StandInWork()
        broken.stop = (after: 2, error: WinnowError(.badData, "the loss is NaN"))
        try prepare(scene)
        let error = try #require(throws: WinnowError.self) {
            try scene.experiment(ExperimentScene.recipe(), work: broken).run()
        }
        #expect(error.message == "the loss is NaN")
        let row = scene.out.appendingPathComponent("runs/real-0-0/row.json")
        #expect(FileManager.default.fileExists(atPath: row.path))
        #expect(
            !FileManager.default.fileExists(atPath: scene.out.appendingPathComponent("comparison.json").path))
    }

    @Test func onlyTheSameComparisonIsGoneOnWith() throws {
        let scene = try ExperimentScene()
        try prepare(scene)
        let first = StandInWork()
        first.stop = (after: 1, error: Interrupted(signal: 15))
        #expect(throws: Interrupted.self) {
            try scene.experiment(ExperimentScene.recipe(), work: first).run()
        }

        let other = try ExperimentScene.recipe(overrides: ["training.steps=3"])
        let recipeError = try #require(throws: WinnowError.self) {
            try scene.experiment(other, work: StandInWork()).run()
        }
        #expect(recipeError.kind == .badRecipe && recipeError.message.contains("another recipe"))
        #expect(recipeError.message.contains("training.steps is "))
        // The plan of what is left to do says the same, and does not take the finished runs for damaged.
        let planError = try #require(throws: WinnowError.self) {
            _ = try scene.experiment(other, work: StandInWork()).stages()
        }
        #expect(planError == recipeError)

        try scene.score("cl-sam") { Float($0) }
        let scoreError = try #require(throws: WinnowError.self) {
            try scene.experiment(ExperimentScene.recipe(), work: StandInWork()).run()
        }
        #expect(scoreError.kind == .badData && scoreError.message.contains("cl-sam have changed"))
    }

    @Test(arguments: ["{", "{\"format\": \"winnow-run\"}", ""])
    func aDamagedRowIsNamed(text: String) throws {
        let scene = try ExperimentScene()
        try prepare(scene)
        _ = try scene.experiment(ExperimentScene.recipe(), work: StandInWork()).run()
        let row = scene.out.appendingPathComponent("runs/random-1-0/row.json")
        try Data(text.utf8).write(to: row)
        let error = try #require(throws: WinnowError.self) {
            try scene.experiment(ExperimentScene.recipe(), work: StandInWork()).run()
        }
        #expect(error.kind == .badData && error.message.contains(row.path))
    }

    @Test func rlThatKeepsNothingLeavesTheOthers() throws {
        let scene = try ExperimentScene()
        try scene.score("rl") { _ in 0.4 }
        let recipe = try ExperimentScene.recipe(overrides: ["policies=[rl]", "ratios=[1]", "seeds=[0]"])
        try prepare(scene)
        let comparison = try scene.experiment(recipe, work: StandInWork()).run()
        #expect(comparison.rows.map(\.policy) == ["real", "random"])
    }

    @Test func theOracleJudgesEverySelectionAndThePool() throws {
        let scene = try ExperimentScene()
        try scene.score("cl-sam")
        try prepare(scene)
        let recipe = try ExperimentScene.recipe(overrides: ["policies=[cl-sam]"])
        let comparison = try scene.experiment(recipe, work: StandInWork(), oracle: scene.root).run()
        let kept = Dictionary(
            uniqueKeysWithValues: comparison.labelPreservation.map { ("\($0.policy) \($0.ratio)", $0) })
        #expect(kept.count == 5)
        // cl-sam ranks the first half first, which the judge confirms; the pool holds two halves.
        #expect(kept["cl-sam 0.5"]?.share == 1 && kept["cl-sam 1.0"]?.share == 1)
        #expect(kept["cl-sam 1.0"]?.count == 24)
        #expect(kept["whole pool 2.0"]?.share == 0.5 && kept["whole pool 2.0"]?.count == 48)
        // Both seeds' selections.
        #expect(kept["random 0.5"]?.count == 24)
        let random = try #require(kept["random 1.0"]?.share)
        #expect(random > 0.2 && random < 0.8)
    }

    @Test func aMissingOracleIsRefused() throws {
        let scene = try ExperimentScene()
        let error = try #require(throws: WinnowError.self) {
            try scene.experiment(
                ExperimentScene.recipe(), work: StandInWork(), oracle: scene.root.appendingPathComponent("no")
            )
        }
        #expect(error.kind == .missingInput)
    }

    /// The engine itself: a step of ResNet-50 for each run, cl-sam trained and the pool scored on the way.
    @Test func aRealComparisonRuns() throws {
        let scene = try ExperimentScene()
        let recipe = try ExperimentScene.recipe(overrides: [
            "policies=[cl-sam]", "ratios=[1]", "seeds=[0]", "training.steps=1",
        ])
        try prepare(scene)
        let experiment = try Experiment(recipe: recipe, data: scene.data, folder: scene.out, threads: 2)
        let comparison = try experiment.run()
        #expect(comparison.rows.map(\.policy) == ["real", "random", "cl-sam"])
        #expect(comparison.rows.allSatisfy { (0...1).contains($0.meanAccuracy) && $0.seconds > 0 })
        let scores = try #require(try scene.pool.scores(named: "cl-sam"))
        #expect(scores.score.count == 48 && scores.probability?.count == 96)
    }
}
