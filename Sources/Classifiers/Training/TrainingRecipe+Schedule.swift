import NeuralNetwork
import Workspace

extension TrainingRecipe {
    /// What the learning rate is multiplied by at a step, but for what a plateau does to it.
    ///
    /// - Parameters:
    ///   - step: from 0.
    ///   - steps: of the whole run.
    ///   - stepsPerEpoch: how many steps an epoch has.
    func rateFactor(at step: Int, steps: Int, stepsPerEpoch: Int) -> Double {
        let schedule: LearningRateSchedule =
            switch schedule {
            case .constant, .plateau: .constant
            case .linear: .linearDecay(start: 0, end: steps)
            case .cosine: .cosine(total: steps)
            case .exponential(1, .step, let factor): .exponential(factor: factor)
            case .step(let every, .step, let factor), .exponential(let every, .step, let factor):
                .step(every: every, factor: factor)
            case .step(let every, .epoch, let factor), .exponential(let every, .epoch, let factor):
                .step(every: every * stepsPerEpoch, factor: factor)
            }
        let warmth = step < warmUp ? Double(step + 1) / Double(warmUp) : 1
        return schedule.factor(at: step) * warmth
    }
}

extension TrainingRecipe.Schedule {
    /// What a schedule is called in recipes and descriptions.
    enum Name: String, Codable, CaseIterable {
        case constant, linear, cosine, step, exponential, plateau
    }

    /// Reads `schedule` and the keys that belong to it; those of other schedules may stand there, and have no effect.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(_ section: Recipe) throws {
        let name: Name = try section.choice("schedule", default: .cosine)
        let keys = ["decay_every", "decay_per", "decay_factor", "plateau_patience"]
        let own: Set<String> =
            switch name {
            case .constant, .linear, .cosine: []
            case .step, .exponential: ["decay_every", "decay_per", "decay_factor"]
            case .plateau: ["decay_factor", "plateau_patience"]
            }
        for key in keys where !own.contains(key) { _ = section.contains(key) }
        switch name {
        case .constant: self = .constant
        case .linear: self = .linear
        case .cosine: self = .cosine
        case .step:
            self = .step(
                every: try section.int("decay_every", in: 1...Int(Int32.max)),
                per: try section.choice("decay_per", default: .step),
                factor: try section.double("decay_factor", default: 0.1, in: .between(0, 1)))
        case .exponential:
            self = .exponential(
                every: try section.int("decay_every", default: 1, in: 1...Int(Int32.max)),
                per: try section.choice("decay_per", default: .step),
                factor: try section.double("decay_factor", in: .between(0, 1)))
        case .plateau:
            self = .plateau(
                factor: try section.double("decay_factor", default: 0.1, in: .between(0, 1)),
                patience: try section.int("plateau_patience", default: 3, in: 0...Int(Int32.max)))
        }
    }
}
