/// Derivatives of normalization, fused: they have no derivative themselves, and trap when one is asked for.
enum NormalizationRules {
    static func normalized(
        _ name: String, mean: Buffer, variance: Buffer, mask: Storage?, epsilon: Double, perImage: Bool
    ) -> GradientRule {
        { g, saved, _ in
            let (input, scale, shift) = (saved[0], saved[1], saved[2])
            let result = g.backend.normalizationGradients(
                g.buffer, input: input.buffer, scale: scale.buffer, shift: shift.buffer, mean: mean,
                variance: variance, mask: mask, epsilon: epsilon, perImage: perImage)
            return [result.input, result.scale, result.shift].map { buffer in
                Tensor(buffer, node: .recording(name, [g, input, scale], rule: noSecondDerivative(name)))
            }
        }
    }

    /// Stands where a second derivative would have to be.
    static func noSecondDerivative(_ name: String) -> GradientRule {
        { _, _, _ in
            fatalError("\(name) has no second derivative: its gradient is a fused kernel")
        }
    }
}
