import TestSupport
import Testing

@testable import TensorEngine

/// The penalty of WGAN-GP (Gulrajani et al., 2017), mean((‖∇D(x̂)‖ − 1)²), differentiated with respect to the weights of
/// D: second order through three convolutions.
@Suite struct GradientPenaltyTests {
    private static let shapes: [Shape] = [[4, 3, 4, 4], [4], [5, 4, 4, 4], [5], [1, 5, 3, 3], [1]]

    /// A critic with strided convolutions; a smooth activation in the middle gives the biases a gradient too.
    private func critic(_ images: Tensor, _ weights: [Tensor]) -> Tensor {
        images.convolution(weights[0], bias: weights[1], stride: 2, padding: 1, leakySlope: 0.01)
            .convolution(weights[2], bias: weights[3], stride: 2, padding: 1).softplus()
            .convolution(weights[4], bias: weights[5], padding: 1)
    }

    private func penalty(_ images: Tensor, _ weights: [Tensor]) -> Tensor {
        let points = images.asVariable()
        let slope = gradients(of: critic(points, weights), withRespectTo: [points], differentiable: true)[0]
        return ((slope.squared().sum(axes: [1, 2, 3])).squareRoot() - 1).squared().mean()
    }

    private func draw(on device: Device) -> (images: Tensor, weights: [Tensor]) {
        var random = RandomTensors("gradient penalty")
        return (
            random.tensor([2, 3, 8, 8], on: device),
            Self.shapes.map { random.tensor($0, -0.3...0.3, on: device) }
        )
    }

    @Test func agreesWithFiniteDifferences() {
        let (images, weights) = draw(on: .reference)
        let variables = weights.map { $0.asVariable() }
        let found = gradients(of: penalty(images, variables), withRespectTo: variables)
        let expected = finiteDifferences(of: { penalty(images, $0).scalar }, at: weights)
        for (position, pair) in zip(found, expected).enumerated() {
            expectAgreement(
                pair.0.doubles, pair.1, tolerance: 1e-6, floor: 1e-6, "gradient of weight \(position)")
        }
        // The bias of the last layer does not change the slope.
        #expect(found[5].doubles == [0])
        #expect(found[1].doubles.contains { abs($0) > 1e-6 })
    }

    @Test func singlePrecisionAgreesWithDouble() {
        let (images, weights) = draw(on: .cpu)
        let (exactImages, exactWeights) = draw(on: .reference)
        let variables = weights.map { $0.asVariable() }
        let exactVariables = exactWeights.map { $0.asVariable() }
        let loss = penalty(images, variables)
        let exactLoss = penalty(exactImages, exactVariables)
        expectClose(loss.scalar, exactLoss.scalar, relative: 1e-5)
        let found = gradients(of: loss, withRespectTo: variables)
        let expected = gradients(of: exactLoss, withRespectTo: exactVariables)
        for (position, pair) in zip(found, expected).enumerated() {
            expectAgreement(pair.0.doubles, pair.1.doubles, tolerance: 1e-5, "gradient of weight \(position)")
        }
    }
}
