import Datasets
import Foundation
import Pools
import Testing
import Workspace

@testable import Reports

@Suite struct ExperimentDataTests {
    /// Only a pool that was made from this train split can hold no translation of a validation or test image.
    @Test func aPoolOfAnotherTrainSplitIsRefused() throws {
        let scene = try ExperimentScene(dataset: String(repeating: "0", count: 64))
        let error = try #require(throws: WinnowError.self) { try scene.data }
        #expect(error.kind == .badData && error.message.contains("validation or test"))
    }

    /// The twelfth bright image's samples would be the first dark one's.
    @Test func aSampleOfAnotherImageIsRefused() throws {
        let scene = try ExperimentScene(sourceRow: { ($0 + 1) % ExperimentScene.trainCount })
        let error = try #require(throws: WinnowError.self) { try scene.data }
        #expect(error.kind == .badData && error.message.contains("sample 11"), "\(error)")
    }

    @Test func aSampleOfNoTrainingImageIsRefused() throws {
        let scene = try ExperimentScene(sourceRow: { $0 + 1000 })
        let error = try #require(throws: WinnowError.self) { try scene.data }
        #expect(error.kind == .badData && error.message.contains("train split"), "\(error)")
    }

    @Test func otherLabelsAreRefused() throws {
        let scene = try ExperimentScene()
        let other = Dataset(
            root: scene.dataset.root, layout: "folder",
            schema: LabelSchema(task: .singleLabel, names: ["a", "b"]), examples: scene.dataset.examples)
        let error = try #require(throws: WinnowError.self) {
            try ExperimentData(dataset: other, pool: scene.pool)
        }
        #expect(error.kind == .badData && error.message.contains("a,b"))
    }

    @Test(arguments: [Split.validation, .test])
    func anEmptySplitIsRefused(split: Split) throws {
        let scene = try ExperimentScene()
        var examples = scene.dataset.examples
        examples[split] = []
        let dataset = Dataset(
            root: scene.dataset.root, layout: "folder", schema: scene.dataset.schema, examples: examples)
        let error = try #require(throws: WinnowError.self) {
            try ExperimentData(dataset: dataset, pool: scene.pool)
        }
        #expect(error.message.contains(split.rawValue))
    }
}
