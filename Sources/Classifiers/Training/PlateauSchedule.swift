/// A learning rate that falls where the validations stop to get better: PyTorch's `ReduceLROnPlateau` with `mode="max"` and its relative
/// threshold.
struct PlateauSchedule: Codable, Equatable {
    /// A measure counts as better that is above the best one by this share.
    private static let threshold = 1e-4
    /// A fall of the learning rate that is not greater than this is not made.
    private static let smallestFall = 1e-8

    /// What the learning rate is multiplied by.
    private(set) var factor = 1.0
    private var best: Double?
    private var validationsWithoutGain = 0

    /// Takes note of a validation.
    ///
    /// - Parameters:
    ///   - measure: the higher, the better.
    ///   - rate: the learning rate that `factor` multiplies.
    ///   - decay: what the rate is multiplied by.
    ///   - patience: how many validations in turn may bring nothing better before it is.
    mutating func note(_ measure: Double, rate: Double, decay: Double, patience: Int) {
        if best.map({ measure > $0 * (1 + Self.threshold) }) ?? true {
            best = measure
            validationsWithoutGain = 0
        } else {
            validationsWithoutGain += 1
        }
        if validationsWithoutGain > patience {
            let lower = factor * decay
            if rate * (factor - lower) > Self.smallestFall { factor = lower }
            validationsWithoutGain = 0
        }
    }
}
