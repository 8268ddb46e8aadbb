import Foundation
import Testing
import Workspace

@testable import Reports

@Suite struct ComparisonRecipeTests {
    private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("reports")

    @Test(arguments: [("celeba", 64, 72, 3), ("affectnet", 128, 144, 3), ("faces", 32, 36, 2)])
    func shippedRecipesParse(name: String, size: Int, resize: Int, seedCount: Int) throws {
        let url = Self.shipped.appendingPathComponent("\(name).yaml")
        let recipe = try ComparisonRecipe(Recipe(contentsOf: url))
        #expect(recipe.classifier.imageSize == size && recipe.classifier.resize == resize)
        #expect(recipe.ratios == [1, 2, 5] && recipe.seeds == (0..<UInt64(seedCount)).map { $0 })
        // What is written into the run folder means the same.
        let again = try ComparisonRecipe(Recipe(yaml: recipe.resolvedYAML, name: "resolved"))
        #expect(again.digest == recipe.digest)
    }

    @Test func randomIsAlwaysComparedAndNamesHaveAliases() throws {
        let recipe = try ExperimentScene.recipe(overrides: ["policies=[rl-sam]", "ratios=[2, 1]"])
        #expect(recipe.policies == ["random", "cr-sam"])
        #expect(recipe.ratios == [1, 2])
    }

    @Test(arguments: [
        ("ratios=[0]", "ratios"), ("ratios=[]", "ratios"), ("ratios=[1, 1]", "twice"),
        ("ratios=[.nan]", "ratios"),
        ("seeds=[-1]", "seeds"), ("seeds=[1, 1]", "twice"), ("seeds=[]", "seeds"),
        ("policies=[real]", "real"),
        ("policies=[cl-sam, cl-sam]", "twice"), ("within=class", "within"), ("per_class=some", "per_class"),
        ("groups=[Male]", "groups"), ("groups=[Male, Male]", "twice"), ("groups=Male", "groups"),
        ("ration=[1]", "ratios"), ("training.batch=1", "training.batch"), ("rl.episodes=0", "rl.episodes"),
    ])
    func impossibleValuesAreRefused(setting: String, word: String) throws {
        let error = try #require(throws: WinnowError.self) {
            try ExperimentScene.recipe(overrides: [setting])
        }
        #expect(error.kind == .badRecipe && error.message.contains(word), "\(error)")
    }

    @Test(arguments: [
        ("ratios=[1, 2.5]", "it takes up to 2"), ("ratios=[0.001]", "not one sample"),
        ("policies=[cl-sam, best]", "best is no policy here"),
        ("training.batch=25", "24 real training images"),
        ("groups=[dark, green]", "green"), ("groups=[dark, bright]", "leave the key out"),
    ])
    func whatTheDataCannotGiveIsRefusedBeforeAnyWork(setting: String, phrase: String) throws {
        let scene = try ExperimentScene()
        let recipe = try ExperimentScene.recipe(overrides: [setting])
        let error = try #require(throws: WinnowError.self) {
            try scene.experiment(recipe, work: StandInWork())
        }
        #expect(error.kind == .badRecipe && error.message.contains(phrase), "\(error)")
        #expect(!FileManager.default.fileExists(atPath: scene.out.path))
    }

    @Test func aPolicyThatThePoolWasScoredByMayBeNamed() throws {
        let scene = try ExperimentScene()
        try scene.score("best")
        _ = try scene.experiment(ExperimentScene.recipe(overrides: ["policies=[best]"]), work: StandInWork())
    }
}
