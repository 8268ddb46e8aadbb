import Foundation

/// How the learning rate changes over a run; steps count from 0.
public enum LearningRateSchedule: Sendable, Equatable {
    /// The base rate throughout.
    case constant
    /// Constant until `start`, then linearly to 0 at `end`.
    case linearDecay(start: Int, end: Int)
    /// Half a cosine from the full rate to 0 over `total` steps (Loshchilov and Hutter, 2017).
    case cosine(total: Int)
    /// Times `factor` every `every` steps.
    case step(every: Int, factor: Double)
    /// Times `factor` every step.
    case exponential(factor: Double)

    /// What the base rate is multiplied by at a step.
    public func factor(at step: Int) -> Double {
        switch self {
        case .constant: 1
        case .linearDecay(let start, let end):
            step < start ? 1 : max(0, Double(end - step) / Double(max(end - start, 1)))
        case .cosine(let total):
            0.5 * (1 + cos(.pi * Double(min(step, total)) / Double(max(total, 1))))
        case .step(let every, let factor): pow(factor, Double(step / max(every, 1)))
        case .exponential(let factor): pow(factor, Double(step))
        }
    }
}
