import TestSupport
import Testing

@testable import TensorEngine

/// Every derivative rule against finite differences on the reference device.
@Suite struct FiniteDifferenceTests {
    /// Differences with a step of 1e-5 are off by about 1e-10 from truncation and as much from rounding.
    private static let tolerance = 1e-7

    @Test(arguments: DifferentiableFunction.all)
    func firstOrder(_ function: DifferentiableFunction) {
        var random = RandomTensors(function.name)
        let points = function.domains.map { random.tensor($0.shape, $0.range, on: .reference) }
        let cotangent = random.tensor(function.apply(points).shape, on: .reference)
        let variables = points.map { $0.asVariable() }
        let found = gradients(of: (function.apply(variables) * cotangent).sum(), withRespectTo: variables)
        let expected = finiteDifferences(of: { (function.apply($0) * cotangent).sum().scalar }, at: points)
        for (position, pair) in zip(found, expected).enumerated() {
            expectAgreement(
                pair.0.doubles, pair.1, tolerance: Self.tolerance, "gradient of input \(position)")
        }
    }

    @Test(arguments: DifferentiableFunction.all.filter { $0.order == 2 })
    func secondOrder(_ function: DifferentiableFunction) {
        var random = RandomTensors(function.name)
        // The cotangent is an input as well: a gradient is a function of it.
        var points = function.domains.map { random.tensor($0.shape, $0.range, on: .reference) }
        points.append(random.tensor(function.apply(points).shape, on: .reference))
        let directions = function.domains.map { random.tensor($0.shape, on: .reference) }

        /// Σ sum(gradient · direction).
        func projected(_ variables: [Tensor], differentiable: Bool) -> Tensor {
            let inputs = Array(variables.dropLast())
            let loss = (function.apply(inputs) * variables.last!).sum()
            return zip(gradients(of: loss, withRespectTo: inputs, differentiable: differentiable), directions)
                .map { ($0 * $1).sum() }.reduce(Tensor(0, on: .reference), +)
        }
        let variables = points.map { $0.asVariable() }
        let found = gradients(of: projected(variables, differentiable: true), withRespectTo: variables)
        let expected = finiteDifferences(
            of: { projected($0.map { $0.asVariable() }, differentiable: false).scalar }, at: points)
        for (position, pair) in zip(found, expected).enumerated() {
            expectAgreement(
                pair.0.doubles, pair.1, tolerance: Self.tolerance, "second gradient of input \(position)")
        }
    }

    /// A third derivative: the rules of rules are tensor expressions too.
    @Test func thirdOrder() {
        let x = Tensor([0.3, -0.7], shape: [2], on: .reference).asVariable()
        let first = gradients(
            of: (x.squared() * x.squared()).sum(), withRespectTo: [x], differentiable: true)[0]
        let second = gradients(of: first.sum(), withRespectTo: [x], differentiable: true)[0]
        let third = gradients(of: second.sum(), withRespectTo: [x])[0]
        expectClose(third.doubles, [24 * 0.3, 24 * -0.7], relative: 1e-12)
    }
}
