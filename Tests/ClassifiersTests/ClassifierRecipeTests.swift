import Foundation
import TestSupport
import Testing
import Workspace

@testable import Classifiers

@Suite struct ClassifierRecipeTests {
    private static let shipped = FixtureFile.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("policies/cl-sam.yaml")

    /// `policy train cl-sam` without a recipe does what the shipped one says.
    @Test func theShippedRecipeIsTheDefaults() throws {
        let file = try Recipe(contentsOf: Self.shipped)
        let empty = try Recipe(yaml: "", name: "cl-sam")
        let read = try ClassifierRecipe.readPolicy(file)
        #expect(try read == ClassifierRecipe.readPolicy(empty))
        try file.finish()
        #expect(file.resolvedYAML == empty.resolvedYAML)
        #expect(read.training.patience == 5 && read.imageSize == 64 && read.resize == 72)
    }

    @Test func aComparisonsSectionsAreRead() throws {
        let recipe = try Recipe(
            yaml: """
                classifier: {model: resnet50, image_size: 128, pretrained: imagenet.safetensors}
                training: {budget: steps, steps: 500, epochs: 30, batch: 32, optimizer: adam, learning_rate: 1e-3,
                           momentum: 0.9, schedule: step, decay_every: 100}
                policies: [random]
                """, name: "reports/test.yaml")
        let read = try ClassifierRecipe.read(recipe)
        #expect(read.imageSize == 128 && read.resize == 144)
        #expect(read.pretrained?.lastPathComponent == "imagenet.safetensors")
        #expect(read.training.budget == .steps(500) && read.training.optimizer == .adam)
        #expect(read.training.schedule == .step(every: 100, factor: 0.1))
        #expect(read.training.patience == nil)
        _ = try recipe.strings("policies")
        try recipe.finish()
    }

    @Test(arguments: [
        ("learning_rate: 0", "above 0"), ("learning_rate: .nan", "above 0"),
        ("batch: 1", "at least 2|from 2"),
        ("epochs: 0", "from 1"), ("momentum: 1", "below 1"), ("schedule: sawtooth", "cosine"),
        ("budget: hours", "steps"),
        ("budget: steps", "missing"), ("optimizer: lion", "sgd, adam"), ("patience: -1", "0"),
        ("schedule: exponential", "missing"), ("weight_decay: -1", "at least 0"),
        ("bach: 32", "did you mean batch"),
    ])
    func impossibleValuesAreRefused(line: String, part: String) throws {
        let recipe = try Recipe(yaml: "training:\n  \(line)\n", name: "test.yaml")
        let parts = part.split(separator: "|").map(String.init)
        do {
            _ = try ClassifierRecipe.readPolicy(recipe)
            try recipe.finish()
            Issue.record("\(line) passed")
        } catch let error as WinnowError {
            #expect(error.kind == .badRecipe)
            #expect(error.message.contains("test.yaml:") && error.message.contains("training."), "\(error)")
            #expect(parts.contains { error.message.contains($0) }, "\(error)")
        }
    }

    @Test func aCropLargerThanTheImageIsRefused() throws {
        expectError(.badRecipe, "resize", "64") {
            _ = try ClassifierRecipe.readPolicy(Recipe(yaml: "resize: 60", name: "test.yaml"))
        }
    }

    @Test func theDigestTellsRecipesApart() throws {
        func digest(_ yaml: String) throws -> String {
            try ClassifierRecipe.readPolicy(Recipe(yaml: yaml, name: "test.yaml")).digest
        }
        #expect(try digest("") == digest("image_size: 64"))
        #expect(try digest("") != digest("image_size: 48"))
        #expect(try digest("") != digest("training: {epochs: 31}"))
    }
}
