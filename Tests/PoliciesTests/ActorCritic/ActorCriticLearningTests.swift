import Foundation
import Testing
import Workspace

@testable import Policies

@Suite struct ActorCriticLearningTests {
    @Test func theActorLearnsToPreferRightLabels() throws {
        let toy = try ToyEnvironment()
        let folder = try RunFolder()
        var recipe = ToyEnvironment.recipe(episodes: 80)
        let trainer = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 1, folder: folder.url, resume: false)
        let trained = try trainer.run()
        #expect(toy.areaUnderCurve(trained.keepProbabilities(of: toy.synthetic)) > 0.8)

        // It knows nothing before.
        recipe.episodes = 1
        let fresh = try RunFolder()
        let untrained = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 1, folder: fresh.url, resume: false
        ).run()
        #expect(abs(toy.areaUnderCurve(untrained.keepProbabilities(of: toy.synthetic)) - 0.5) < 0.2)
    }

    @Test func theChildIsBetterOffWithoutWrongLabels() throws {
        let toy = try ToyEnvironment()
        let child = ChildClassifier(
            recipe: ToyEnvironment.recipe(episodes: 1), environment: toy.environment, seed: 1)
        let right = try child.score(keeping: toy.isRight)
        #expect(right > 0.9)
        #expect(try child.score(keeping: toy.isRight.map { !$0 }) < 0.5)
        // The same selection has the same score, and none at all is a selection too.
        #expect(try child.score(keeping: toy.isRight) == right)
        #expect(try (0...1).contains(child.score(keeping: toy.isRight.map { _ in false })))
    }

    @Test func aRunThatWasInterruptedGivesTheSameBytes() throws {
        let toy = try ToyEnvironment(synthetic: 40, validation: 40)
        let recipe = ToyEnvironment.recipe(episodes: 7)
        let whole = try RunFolder()
        _ = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 5, folder: whole.url, resume: false
        ).run()

        let broken = try RunFolder()
        let first = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 5, folder: broken.url, resume: false)
        #expect(throws: Interrupted(signal: SIGINT)) {
            try first.run(progress: nil) {
                if first.episode == 3 { throw Interrupted(signal: SIGINT) }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: broken.file("policy.json").path))
        #expect(throws: WinnowError.self) { try TrainedActor(folder: broken.url) }
        let second = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 5, folder: broken.url, resume: true)
        #expect(second.episode == 3)
        _ = try second.run()

        for name in ["actor.safetensors", "critic.safetensors", "episodes.csv", "policy.json"] {
            #expect(try broken.bytes(name) == whole.bytes(name), "\(name)")
        }
        let rows = String(decoding: try whole.bytes("episodes.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows.count == 8)
        #expect(rows[1].hasPrefix("1,"))

        // Another seed is another run.
        #expect {
            try ActorCriticTrainer(
                recipe: recipe, environment: toy.environment, seed: 6, folder: broken.url, resume: true)
        } throws: {
            ($0 as? WinnowError)?.kind == .usage && "\($0)".contains("another seed (5)")
        }
        var other = recipe
        other.child.steps += 1
        #expect {
            try ActorCriticTrainer(
                recipe: other, environment: toy.environment, seed: 5, folder: broken.url, resume: true)
        } throws: {
            "\($0)".contains("another recipe")
        }
        let elsewhere = try ToyEnvironment(synthetic: 40, validation: 40, seed: 4)
        #expect {
            try ActorCriticTrainer(
                recipe: recipe, environment: elsewhere.environment, seed: 5, folder: broken.url, resume: true)
        } throws: {
            "\($0)".contains("another data set or pool")
        }
    }

    @Test func theDifferenceIsTakenToKeepingEverything() throws {
        let toy = try ToyEnvironment(synthetic: 40, validation: 40)
        var recipe = ToyEnvironment.recipe(episodes: 2)
        recipe.reward = .difference
        let folder = try RunFolder()
        let trainer = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 5, folder: folder.url, resume: false)
        let everything = try ChildClassifier(recipe: recipe, environment: toy.environment, seed: 5)
            .score(keeping: [Bool](repeating: true, count: 40))
        let record = try trainer.runEpisode()
        #expect(record.reward == record.score - everything)
    }

    @Test(arguments: ["actor", "critic", "child"])
    func divergenceStopsWithTheEpisodeAndTheTerm(part: String) throws {
        let toy = try ToyEnvironment(synthetic: 40, validation: 40)
        var recipe = ToyEnvironment.recipe(episodes: 20)
        let term: String
        switch part {
        case "actor":
            recipe.actor.learningRate = 1e38
            term = "lower actor.learning_rate"
        case "critic":
            recipe.actor.criticLearningRate = 1e38
            term = "value"
        default:
            recipe.child.learningRate = 1e38
            term = "lower child.learning_rate"
        }
        let folder = try RunFolder()
        let trainer = try ActorCriticTrainer(
            recipe: recipe, environment: toy.environment, seed: 5, folder: folder.url, resume: false)
        #expect {
            try trainer.run()
        } throws: {
            ($0 as? WinnowError)?.kind == .badData && "\($0)".contains("episode ") && "\($0)".contains(term)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("policy.json").path))
    }
}
