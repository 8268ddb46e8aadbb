/// Derivatives of elementwise arithmetic.
enum ArithmeticRules {
    static let add: GradientRule = { g, _, _ in [g, g] }
    static let subtract: GradientRule = { g, _, needed in [g, needed[1] ? -g : nil] }
    static let multiply: GradientRule = { g, saved, needed in
        [needed[0] ? g * saved[1] : nil, needed[1] ? g * saved[0] : nil]
    }
    static let divide: GradientRule = { g, saved, needed in
        let (a, b) = (saved[0], saved[1])
        return [needed[0] ? g / b : nil, needed[1] ? -(g * a / b.squared()) : nil]
    }
    static func affine(scale: Double) -> GradientRule {
        { g, _, _ in [scale == 1 ? g : g * scale] }
    }
    static let absolute: GradientRule = { g, x, _ in [g * x[0].sign()] }
    static let square: GradientRule = { g, x, _ in [g * x[0] * 2] }
    static let squareRoot: GradientRule = { g, x, _ in [g / x[0].squareRoot() * 0.5] }
    static let reciprocal: GradientRule = { g, x, _ in [-(g / x[0].squared())] }
    static let exponential: GradientRule = { g, x, _ in [g * x[0].exponential()] }
    static let logarithm: GradientRule = { g, x, _ in [g / x[0]] }
    static func clamp(low: Double, high: Double) -> GradientRule {
        { g, x, _ in
            let aboveLow = g.leakyReLUGradient(at: x[0] - low, slope: 0)
            return [aboveLow.leakyReLUGradient(at: high - x[0], slope: 0)]
        }
    }
}
