import Foundation
import TestSupport
import Testing

@testable import TensorEngine

/// Programmers' errors stop the program with the operation and the shapes, in release builds as well.
@Suite struct BrokenRuleTests {
    @Test func batchNormalizationHasNoSecondDerivative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2, 3, 4, 5, 7], shape: [2, 3, 1, 1]).asVariable()
            let ones = Tensor(filledWith: 1, shape: [3])
            let loss = x.batchNormalized(scale: ones, shift: ones, epsilon: 1e-5).output.squared().sum()
            let first = gradients(of: loss, withRespectTo: [x], differentiable: true)[0]
            _ = gradients(of: first.squared().sum(), withRespectTo: [x])
        }
        try expectMessage(result, "batchNormalized has no second derivative")
    }

    @Test func instanceNormalizationHasNoSecondDerivative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2, 3, 4, 5, 7], shape: [1, 1, 2, 3]).asVariable()
            let ones = Tensor(filledWith: 1, shape: [1])
            let loss = x.instanceNormalized(scale: ones, shift: ones, epsilon: 1e-5).squared().sum()
            let first = gradients(of: loss, withRespectTo: [x], differentiable: true)[0]
            _ = gradients(of: first.squared().sum(), withRespectTo: [x])
        }
        try expectMessage(result, "instanceNormalized has no second derivative")
    }

    @Test func maxPoolingHasNoSecondDerivative() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2, 3, 4], shape: [1, 1, 2, 2]).asVariable()
            let loss = x.squared().maxPooled(kernel: 2, stride: 2).squared().sum()
            let first = gradients(of: loss, withRespectTo: [x], differentiable: true)[0]
            _ = gradients(of: first.squared().sum(), withRespectTo: [x])
        }
        try expectMessage(result, "maxPooled has no second derivative")
    }

    @Test func aConsumedGraphIsNotWalkedAgain() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2], shape: [2]).asVariable()
            let loss = x.exponential().sum()
            _ = gradients(of: loss, withRespectTo: [x])
            _ = gradients(of: loss, withRespectTo: [x])
        }
        try expectMessage(result, "the graph was already consumed", "retainingGraph: true")
    }

    @Test func aConstantHasNoGradient() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let x = Tensor([1, 2], shape: [2])
            _ = gradients(of: x.asVariable().sum(), withRespectTo: [x])
        }
        try expectMessage(result, "a target of shape [2] is a constant")
    }

    @Test func shapesThatDoNotGoTogether() async throws {
        let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]) + Tensor(filledWith: 1, shape: [2, 4])
        }
        try expectMessage(sum, "add", "[2, 3]", "[2, 4]")
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).matrixProduct(Tensor(filledWith: 1, shape: [2, 4]))
        }
        try expectMessage(product, "matrixProduct", "[2, 3]", "[2, 4]")
        let convolution = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [1, 3, 8, 8]).convolution(
                Tensor(filledWith: 1, shape: [4, 2, 3, 3]))
        }
        try expectMessage(convolution, "convolution", "[1, 3, 8, 8]", "[4, 2, 3, 3]")
        let bias = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [1, 2, 8, 8]).convolution(
                Tensor(filledWith: 1, shape: [4, 2, 3, 3]), bias: Tensor(filledWith: 1, shape: [3]))
        }
        try expectMessage(bias, "convolution", "a bias of shape [3]", "[4, 2, 3, 3]")
        let concatenation = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.concatenating(
                [Tensor(filledWith: 1, shape: [2, 3]), Tensor(filledWith: 1, shape: [3, 3])], axis: 1)
        }
        try expectMessage(concatenation, "concatenating", "[2, 3]", "[3, 3]")
        let normalization = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let ones = Tensor(filledWith: 1, shape: [3])
            _ = Tensor(filledWith: 1, shape: [2, 3, 2, 2]).normalized(
                scale: ones, shift: ones, mean: Tensor(filledWith: 0, shape: [2]), variance: ones,
                epsilon: 1e-5)
        }
        try expectMessage(normalization, "normalized", "[2, 3, 2, 2]", "[2]")
        let update = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var parameter = Tensor(filledWith: 1, shape: [4])
            var velocity = Tensor(filledWith: 1, shape: [4])
            ParameterUpdate.stochasticGradientDescent(
                &parameter, velocity: &velocity, gradient: Tensor(filledWith: 1, shape: [3]), learningRate: 1,
                momentum: 0, nesterov: false, weightDecay: 0, isFirst: true)
        }
        try expectMessage(update, "stochasticGradientDescent", "[4]", "[3]")
    }

    @Test func axesThatAreNotThere() async throws {
        let sliced = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).sliced(axis: 2, 0..<1)
        }
        try expectMessage(sliced, "sliced", "[2, 3]", "no axis 2")
        let concatenation = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor.concatenating(
                [Tensor(filledWith: 1, shape: [2, 3]), Tensor(filledWith: 1, shape: [2])], axis: 1)
        }
        try expectMessage(concatenation, "concatenating", "[2]", "no axis 1")
        let softmax = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).logSoftmax(axis: -1)
        }
        try expectMessage(softmax, "logSoftmax", "[2, 3]", "no axis -1")
    }

    @Test func shapesThatCannotBe() async throws {
        let reshaped = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).reshaped(to: [4])
        }
        try expectMessage(reshaped, "reshaped", "[2, 3]", "[4]")
        let sliced = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).sliced(axis: 1, 2..<5)
        }
        try expectMessage(sliced, "sliced", "2..<5", "[2, 3]")
        let padded = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 3]).padded(axis: 1, before: -1, after: 2)
        }
        try expectMessage(padded, "padded", "-1", "[2, 3]")
        let pooled = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [1, 1, 2, 2]).maxPooled(kernel: 3, stride: 1)
        }
        try expectMessage(pooled, "pooling", "[1, 1, 2, 2]", "3×3")
        let elements = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor([Float](repeating: 1, count: 5), shape: [2, 3])
        }
        try expectMessage(elements, "5 elements", "[2, 3]")
    }

    @Test func devicesAreNotMixed() async throws {
        let sum = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ =
                Tensor(filledWith: 1, shape: [2], on: .cpu)
                + Tensor(filledWith: 1, shape: [2], on: .reference)
        }
        try expectMessage(sum, "add", "different devices")
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 2], on: .cpu).matrixProduct(
                Tensor(filledWith: 1, shape: [2, 2], on: .reference))
        }
        try expectMessage(product, "matrixProduct", "different devices")
    }
}
