import Datasets
import Foundation
import Imaging
import Pools
import Testing
import Workspace

@testable import Reports

/// A comparison with a pool of another generator's images.
@Suite struct ImportedPoolTests {
    /// Forty-eight images, in a pool in the scene's folder.
    private func pool(for scene: ExperimentScene, dataset: Dataset?) throws -> Pool {
        let root = scene.root.appendingPathComponent("images")
        for number in 0..<48 {
            let folder = root.appendingPathComponent(["bright", "dark"][number % 2])
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try ExperimentScene.image(bright: number % 2 == 0, number).pngData()
                .write(to: folder.appendingPathComponent("\(100 + number).png"))
        }
        let source = try ImportSource(folder: root, schema: nil, resize: nil, skipBad: false, threads: 2)
        let folder = scene.root.appendingPathComponent("imported")
        try PoolImporter(source, shardSize: nil, dataset: dataset, version: "tests").write(
            to: folder, resume: false)
        return try Pool(folder: folder)
    }

    private func experiment(_ scene: ExperimentScene, _ pool: Pool, policies: String) throws -> Experiment {
        try Experiment(
            recipe: ExperimentScene.recipe(overrides: ["policies=[\(policies)]"]),
            data: ExperimentData(dataset: scene.dataset, pool: pool), folder: scene.out, oracle: nil,
            threads: 2, work: StandInWork())
    }

    @Test func itIsComparedAsAnyOther() throws {
        let scene = try ExperimentScene()
        let imported = try pool(for: scene, dataset: scene.dataset)
        #expect(try imported.header.dataset == scene.dataset.fingerprint(of: .train))
        let experiment = try experiment(scene, imported, policies: "random, cl-sam, rl")
        try OutputFolder.prepare(scene.out, force: false, resume: false)
        let comparison = try experiment.run()
        #expect(comparison.pool.fold == 2 && comparison.pool.generator == PoolFacts.unknownGenerator)
        #expect(Set(comparison.rows.map(\.policy)) == ["real", "random", "cl-sam", "rl"])
        #expect(comparison.rows.filter { $0.ratio == 1 }.allSatisfy { $0.syntheticCount == 24 })
        let page = try String(contentsOf: scene.out.appendingPathComponent("index.html"), encoding: .utf8)
        #expect(page.contains("is said to have seen this train split only"))
        #expect(try Comparison.load(from: scene.out.appendingPathComponent("comparison.json")) == comparison)
    }

    @Test func realismNeedsADiscriminator() throws {
        let scene = try ExperimentScene()
        let imported = try pool(for: scene, dataset: nil)
        let error = try #require(throws: WinnowError.self) {
            try experiment(scene, imported, policies: "random, cr-sam")
        }
        #expect(error.kind == .badRecipe && error.message.contains("--discriminator"), "\(error)")
        try imported.writeScores(Scores(score: (0..<48).map(Float.init)), named: "cr-sam")
        let scored = try experiment(scene, imported, policies: "random, cr-sam")
        try OutputFolder.prepare(scene.out, force: false, resume: false)
        #expect(try scored.run().rows.contains { $0.policy == "cr-sam" })
        let page = try String(contentsOf: scene.out.appendingPathComponent("index.html"), encoding: .utf8)
        #expect(page.contains("nobody said that its generator has seen training images only"))
    }

    /// A pool that was imported for one train split could hold copies of another's validation images.
    @Test func anotherTrainSplitIsRefused() throws {
        let scene = try ExperimentScene()
        var examples = scene.dataset.examples
        examples[.train]?.removeLast()
        let other = Dataset(
            root: scene.dataset.root, layout: "folder", schema: scene.dataset.schema, examples: examples)
        let imported = try pool(for: scene, dataset: other)
        let error = try #require(throws: WinnowError.self) {
            try ExperimentData(dataset: scene.dataset, pool: imported)
        }
        #expect(error.kind == .badData && error.message.contains("copies of validation or test images"))
    }

    /// Every bit has to be right where nothing was translated.
    @Test func aJudgeLooksAtWholeLabels() {
        let schema = LabelSchema(task: .multiLabel, names: ["Black_Hair", "Blond_Hair", "Male"])
        let judgement = LabelJudgement(
            probabilities: [0.9, 0.1, 0.9, 0.9, 0.1, 0.4, 0.4, 0.3, 0.1], sources: nil,
            targets: [.bits([1, 0, 1]), .bits([1, 0, 1]), .bits([0, 0, 0])], schema: schema, judge: "a")
        #expect(judgement.confirmed == [true, false, true])
    }
}
