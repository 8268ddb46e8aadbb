import Foundation
import Workspace

/// How the actor and the critic are trained: `policies/rl.yaml`.
public struct ActorCriticRecipe: Sendable, Codable, Equatable {
    /// What an episode's score is compared with.
    public enum RewardKind: String, Sendable, Codable, CaseIterable {
        /// +1 where the score beats the mean of the last few episodes, −1 elsewhere.
        case sign
        /// The score minus the score with every sample kept.
        case difference
    }

    /// The networks that decide, and how they learn.
    public struct Actor: Sendable, Codable, Equatable {
        /// The channels of the three convolutions.
        public var widths = [16, 32, 64]
        /// The width of the first fully connected layer.
        public var hidden = 128
        /// Adam's rate for the actor.
        public var learningRate = 2e-4
        /// Adam's rate for the critic.
        public var criticLearningRate = 2e-4
        /// What a unit of mean entropy is worth at first; it falls linearly to 0 over the run.
        public var entropyBonus = 1e-3
        /// The mean keep probabilities that cost nothing: the least and the most.
        public var keepRange = [0.1, 0.9]
        /// What the squared distance from that range costs.
        public var keepPenalty = 10.0

        enum CodingKeys: String, CodingKey {
            case widths, hidden
            case learningRate = "learning_rate"
            case criticLearningRate = "critic_learning_rate"
            case entropyBonus = "entropy_bonus"
            case keepRange = "keep_range"
            case keepPenalty = "keep_penalty"
        }
    }

    /// The classifier that a selection is tried with. It has the actor's widths.
    public struct Child: Sendable, Codable, Equatable {
        /// Steps of training an episode, whatever the selection's size.
        public var steps = 200
        public var batch = 64
        /// Adam's rate.
        public var learningRate = 1e-3

        enum CodingKeys: String, CodingKey {
            case steps, batch
            case learningRate = "learning_rate"
        }
    }

    public var episodes = 500
    /// The part of the real training images that the environment draws.
    public var realFraction = 0.01
    /// How many images of each class the environment holds at least, where there are that many.
    public var minimumPerClass = 64
    /// Synthetic images for each real one.
    public var syntheticMultiple = 8.0
    /// How many validation images a child is scored on, at most.
    public var validationImages = 2000
    public var reward = RewardKind.sign
    /// How many episodes the mean that a score must beat is taken over.
    public var rewardWindow = 5
    /// The side of the images that all three networks see, in pixels.
    public var imageSize = 32
    /// Episodes between two checkpoints.
    public var checkpointEvery = 25
    public var actor = Actor()
    public var child = Child()

    enum CodingKeys: String, CodingKey {
        case episodes, reward, actor, child
        case realFraction = "real_fraction"
        case minimumPerClass = "minimum_per_class"
        case syntheticMultiple = "synthetic_multiple"
        case validationImages = "validation_images"
        case rewardWindow = "reward_window"
        case imageSize = "image_size"
        case checkpointEvery = "checkpoint_every"
    }

    /// The recipe that ships.
    public init() {}

    /// Reads the keys of `policies/rl.yaml`. Does not call `finish()`.
    ///
    /// - Throws: `WinnowError` `.badRecipe` with the key and what it takes.
    public static func read(_ recipe: Recipe) throws -> ActorCriticRecipe {
        var read = ActorCriticRecipe()
        read.episodes = try recipe.int("episodes", default: read.episodes, in: 1...1_000_000)
        read.realFraction = try recipe.double("real_fraction", default: read.realFraction, in: 1e-6...1)
        read.minimumPerClass = try recipe.int(
            "minimum_per_class", default: read.minimumPerClass, in: 0...100_000)
        read.syntheticMultiple = try recipe.double(
            "synthetic_multiple", default: read.syntheticMultiple, in: 0.01...1000)
        read.validationImages = try recipe.int(
            "validation_images", default: read.validationImages, in: 1...1_000_000)
        read.reward = try recipe.choice("reward", default: read.reward)
        read.rewardWindow = try recipe.int("reward_window", default: read.rewardWindow, in: 1...10_000)
        read.imageSize = try recipe.int("image_size", default: read.imageSize, in: 8...256)
        read.checkpointEvery = try recipe.int(
            "checkpoint_every", default: read.checkpointEvery, in: 1...1_000_000)
        read.actor = try Actor.read(recipe.section("actor"))
        read.child = try Child.read(recipe.section("child"))
        return read
    }
}

extension ActorCriticRecipe.Actor {
    fileprivate static func read(_ recipe: Recipe) throws -> Self {
        var read = Self()
        read.widths = try recipe.ints(
            "widths", default: read.widths, in: 1...1024,
            count: PolicyNetwork.convolutionCount...PolicyNetwork.convolutionCount)
        read.hidden = try recipe.int("hidden", default: read.hidden, in: 1...8192)
        read.learningRate = try recipe.double("learning_rate", default: read.learningRate, in: .above(0))
        read.criticLearningRate = try recipe.double(
            "critic_learning_rate", default: read.criticLearningRate, in: .above(0))
        read.entropyBonus = try recipe.double("entropy_bonus", default: read.entropyBonus, in: .atLeast(0))
        read.keepRange = try recipe.doubles(
            "keep_range", default: read.keepRange, in: .between(0, 1), count: 2...2)
        guard read.keepRange[0] < read.keepRange[1] else {
            throw recipe.refusal("keep_range", "\(read.keepRange) is no range; give the lower bound first")
        }
        read.keepPenalty = try recipe.double("keep_penalty", default: read.keepPenalty, in: .atLeast(0))
        return read
    }
}

extension ActorCriticRecipe.Child {
    fileprivate static func read(_ recipe: Recipe) throws -> Self {
        var read = Self()
        read.steps = try recipe.int("steps", default: read.steps, in: 1...1_000_000)
        read.batch = try recipe.int("batch", default: read.batch, in: 1...4096)
        read.learningRate = try recipe.double("learning_rate", default: read.learningRate, in: .above(0))
        return read
    }
}
