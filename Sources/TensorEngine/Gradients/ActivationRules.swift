/// Derivatives of activations.
enum ActivationRules {
    /// The mask is piecewise constant, so it has no derivative of its own.
    static func leakyReLU(slope: Double) -> GradientRule {
        { g, mask, _ in [g.leakyReLUGradient(at: mask[0], slope: slope)] }
    }
    static let addReLU: GradientRule = { g, output, _ in
        let masked = g.leakyReLUGradient(at: output[0], slope: 0)
        return [masked, masked]
    }
    static let tanh: GradientRule = { g, x, _ in [g * (1 - x[0].tanh().squared())] }
    static let sigmoid: GradientRule = { g, x, _ in
        let s = x[0].sigmoid()
        return [g * s * (1 - s)]
    }
    static let softplus: GradientRule = { g, x, _ in [g * x[0].sigmoid()] }
}
