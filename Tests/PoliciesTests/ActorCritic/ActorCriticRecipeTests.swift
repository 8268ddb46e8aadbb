import Foundation
import Testing
import Workspace

@testable import Policies

@Suite struct ActorCriticRecipeTests {
    private func read(_ yaml: String) throws -> ActorCriticRecipe {
        let recipe = try Recipe(yaml: yaml, name: "rl.yaml")
        let read = try ActorCriticRecipe.read(recipe)
        try recipe.finish()
        return read
    }

    @Test func theRecipeThatShipsIsTheDefault() throws {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
                "policies/rl.yaml")
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(try read(text) == ActorCriticRecipe())
        // Every key that there is stands in it.
        let recipe = try Recipe(yaml: "", name: "empty")
        _ = try ActorCriticRecipe.read(recipe)
        for key in recipe.resolvedYAML.split(separator: "\n").compactMap({ $0.split(separator: ":").first }) {
            #expect(text.contains("\(key):"), "\(key)")
        }
    }

    @Test func keysAreRead() throws {
        let recipe = try read(
            """
            episodes: 12
            reward: difference
            reward_window: 3
            actor: {widths: [4, 8, 12], keep_range: [0.2, 0.7]}
            child: {steps: 9}
            """)
        #expect(recipe.episodes == 12)
        #expect(recipe.reward == .difference)
        #expect(recipe.rewardWindow == 3)
        #expect(recipe.actor.widths == [4, 8, 12])
        #expect(recipe.actor.keepRange == [0.2, 0.7])
        #expect(recipe.child.steps == 9)
    }

    @Test(arguments: [
        ("episodes: 0", "episodes"), ("real_fraction: 2", "real_fraction"),
        ("reward: cash", "sign, difference"),
        ("actor: {widths: [4, 8]}", "widths"), ("actor: {keep_range: [0.9, 0.1]}", "keep_range"),
        ("child: {learning_rate: nan}", "child.learning_rate"), ("episode: 3", "episodes"),
        ("actor: {entropy: 3}", "entropy"),
    ])
    func impossibleValuesAreRefused(yaml: String, named: String) {
        #expect {
            try read(yaml)
        } throws: {
            ($0 as? WinnowError)?.kind == .badRecipe && "\($0)".contains(named)
        }
    }
}
