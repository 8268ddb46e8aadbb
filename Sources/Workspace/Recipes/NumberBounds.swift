/// The numbers that a recipe's key takes.
public enum NumberBounds: Sendable, Equatable {
    /// Any finite number.
    case any
    /// Numbers greater than the bound.
    case above(Double)
    /// The bound and greater numbers.
    case atLeast(Double)
    /// Both bounds and what lies between.
    case between(Double, Double)
    /// The lower bound and what lies between; not the upper one.
    case from(Double, below: Double)

    /// Whether `value` is one of them. Infinities and NaN never are.
    public func contains(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        switch self {
        case .any: return true
        case .above(let low): return value > low
        case .atLeast(let low): return value >= low
        case .between(let low, let high): return low <= value && value <= high
        case .from(let low, let high): return low <= value && value < high
        }
    }

    /// As it follows "it takes": `a number above 0`.
    var phrase: String {
        switch self {
        case .any: return "a number"
        case .above(let low): return "a number above \(PlainNumber.text(low))"
        case .atLeast(let low): return "a number, at least \(PlainNumber.text(low))"
        case .between(let low, let high):
            return "a number from \(PlainNumber.text(low)) to \(PlainNumber.text(high))"
        case .from(let low, let high):
            return "a number from \(PlainNumber.text(low)), below \(PlainNumber.text(high))"
        }
    }
}
