/// Derivatives of the three products of a convolution, each of which is one of the other two, so that they can be
/// differentiated any number of times.
enum ConvolutionRules {
    static func convolution(
        _ geometry: ConvolutionGeometry, leakySlope: Double?, hasBias: Bool, hasAddend: Bool
    ) -> GradientRule {
        { gradient, saved, needed in
            let (input, weight) = (saved[0], saved[1])
            let g = leakySlope.map { gradient.leakyReLUGradient(at: saved[2], slope: $0) } ?? gradient
            var gradients = [
                needed[0]
                    ? g.convolutionInputGradient(weight, geometry: geometry, inputShape: input.shape) : nil,
                needed[1]
                    ? input.convolutionWeightGradient(g, geometry: geometry, weightShape: weight.shape) : nil,
            ]
            if hasBias {
                gradients.append(
                    needed[2] ? g.sum(axes: [0, 2, 3]).reshaped(to: [weight.shape[0]]) : nil)
            }
            if hasAddend { gradients.append(g) }
            return gradients
        }
    }
    static func inputGradient(_ geometry: ConvolutionGeometry) -> GradientRule {
        { u, saved, needed in
            let (outputGradient, weight) = (saved[0], saved[1])
            return [
                needed[0] ? u.convolution(weight, geometry: geometry) : nil,
                needed[1]
                    ? u.convolutionWeightGradient(
                        outputGradient, geometry: geometry, weightShape: weight.shape) : nil,
            ]
        }
    }
    static func weightGradient(_ geometry: ConvolutionGeometry) -> GradientRule {
        { v, saved, needed in
            let (input, outputGradient) = (saved[0], saved[1])
            return [
                needed[0]
                    ? outputGradient.convolutionInputGradient(v, geometry: geometry, inputShape: input.shape)
                    : nil,
                needed[1] ? input.convolution(v, geometry: geometry) : nil,
            ]
        }
    }
}
