import Datasets
import NeuralNetwork
import Workspace

/// How long and by what rule a classifier is trained: the section `training` of a recipe.
public struct TrainingRecipe: Sendable, Equatable {
    /// What a run's length is counted in.
    public enum Budget: Sendable, Equatable {
        /// Times each training image is seen: more data, more steps.
        case epochs(Int)
        /// Batches, however much data there is: a gain is then the data's and not the extra training's.
        case steps(Int)
    }

    public enum OptimizerName: String, Sendable, Codable, CaseIterable {
        case sgd, adam
    }

    /// Which images an epoch takes; it takes as many as there are, whatever the rule.
    public enum SamplerName: String, Sendable, Codable, CaseIterable {
        /// Each image once.
        case uniform
        /// A class at random, all alike, then an image of it: in multi-label data a label, then whether the image has it, then an image; in
        /// multi-head data a head ahead of its class.
        case classBalanced = "class-balanced"
        /// Images with replacement, each by the mean over its labels of 1 / how many images agree with it there: PyTorch's
        /// `WeightedRandomSampler` with such weights.
        case inverseFrequency = "inverse-frequency"
        /// Images with replacement, each by 1 / how many have all its labels: the package torchsampler's `ImbalancedDatasetSampler`.
        case imbalancedDataset = "imbalanced-dataset"
    }

    /// How the learning rate falls over the run; from the second on, to 0 at its end.
    public enum Schedule: Sendable, Equatable {
        case constant
        case linear
        case cosine
        /// Times `factor` after every so many steps or epochs.
        case step(every: Int, per: DecayPeriod = .step, factor: Double)
        /// Times `factor` after each step or epoch, or after every so many.
        case exponential(every: Int = 1, per: DecayPeriod = .step, factor: Double)
        /// Times `factor` once more than `patience` validations in turn have brought no higher mean accuracy; see ``PlateauSchedule``.
        case plateau(factor: Double, patience: Int)
    }

    /// What the time between two falls of the rate is counted in.
    public enum DecayPeriod: String, Sendable, Codable, CaseIterable {
        case step, epoch
    }

    public let budget: Budget
    /// Images a step, at least 2: a batch normalization needs them.
    public let batch: Int
    public let sampler: SamplerName
    public let loss: LossRecipe
    public let augmentation: Augmentation
    public let optimizer: OptimizerName
    public let learningRate: Double
    /// Of SGD, in [0, 1).
    public let momentum: Double
    /// How much of each parameter is added to its gradient.
    public let weightDecay: Double
    public let schedule: Schedule
    /// In so many steps the rate grows evenly to that of the schedule; 0 where it begins there.
    public let warmUp: Int
    /// After how many validations without a better one training stops; nil where it never stops early.
    public let patience: Int?

    public init(
        budget: Budget, batch: Int, sampler: SamplerName = .uniform, loss: LossRecipe = LossRecipe(),
        augmentation: Augmentation = Augmentation(), optimizer: OptimizerName = .sgd, learningRate: Double,
        momentum: Double = 0.9,
        weightDecay: Double = 0, schedule: Schedule = .constant, warmUp: Int = 0,
        patience: Int? = nil
    ) {
        self.budget = budget
        self.batch = batch
        self.sampler = sampler
        self.loss = loss
        self.augmentation = augmentation
        self.optimizer = optimizer
        self.learningRate = learningRate
        self.momentum = momentum
        self.weightDecay = weightDecay
        self.schedule = schedule
        self.warmUp = warmUp
        self.patience = patience
    }

    /// Reads the keys of the section.
    ///
    /// The keys are `budget` (epochs or steps), `epochs`, `steps`, `batch`, `sampler`, `loss` and `augmentation` (sections of their
    /// own), `optimizer`, `learning_rate`, `momentum` (of SGD), `weight_decay`, `schedule`, `decay_every` and `decay_per` (of the
    /// schedules step and exponential: after how many steps or epochs), `decay_factor` (of these and plateau), `plateau_patience`,
    /// `warm_up` (in steps) and `patience` (0 for none). Keys that the others make meaningless may stand there; they have no effect.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(_ section: Recipe, defaultPatience: Int) throws {
        switch try section.string("budget", default: "epochs", oneOf: ["epochs", "steps"]) {
        case "steps":
            budget = .steps(try section.int("steps", in: 1...Int(Int32.max)))
            _ = section.contains("epochs")
        default:
            budget = .epochs(try section.int("epochs", default: 30, in: 1...1_000_000))
            _ = section.contains("steps")
        }
        batch = try section.int("batch", default: 64, in: 2...65_536)
        sampler = try section.choice("sampler", default: .uniform)
        loss = try LossRecipe(section.section("loss"))
        augmentation = try Augmentation(section.section("augmentation"))
        optimizer = try section.choice("optimizer", default: .sgd)
        switch optimizer {
        case .sgd:
            learningRate = try section.double("learning_rate", default: 0.05, in: .above(0))
            momentum = try section.double("momentum", default: 0.9, in: .from(0, below: 1))
        case .adam:
            learningRate = try section.double("learning_rate", default: 1e-3, in: .above(0))
            momentum = 0
            _ = section.contains("momentum")
        }
        weightDecay = try section.double("weight_decay", default: 5e-4, in: .atLeast(0))
        schedule = try Schedule(section)
        warmUp = try section.int("warm_up", default: 0, in: 0...Int(Int32.max))
        if case .steps(let steps) = budget, warmUp > steps {
            throw section.refusal(
                "warm_up", "\(warmUp) is more than the run's \(steps) steps; it takes at most as many")
        }
        let patience = try section.int("patience", default: defaultPatience, in: 0...Int(Int32.max))
        self.patience = patience == 0 ? nil : patience
    }

    /// A new optimizer of some parameters.
    func makeOptimizer(_ parameters: [Parameter]) -> any Optimizer {
        switch optimizer {
        case .sgd:
            SGD(parameters, learningRate: learningRate, momentum: momentum, weightDecay: weightDecay)
        case .adam: Adam(parameters, learningRate: learningRate, weightDecay: weightDecay)
        }
    }
}
