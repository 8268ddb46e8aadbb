import TensorEngine
import TestSupport
import Testing

/// Every operation of the fixtures on both devices: forward, first and second derivatives, as PyTorch has them.
@Suite struct OperationTests {
    static let pairs = [Device.cpu, .reference].flatMap { device in
        OperationCase.families.map { (device, $0) }
    }

    @Test(arguments: pairs)
    func agreesWithPyTorch(device: Device, family: String) throws {
        withEvery("case", in: try OperationCase.all(of: family)) { test in
            let operation = try #require(
                FixtureOperation.named[test.operation], "the engine's table lacks \(test.operation)")
            check(test, operation, on: device)
        }
    }

    /// What results are held to, in units of their root mean square: PyTorch's own single-precision error and a little in
    /// single precision, and the rounding of what the fixtures store in double.
    private func tolerance(_ test: OperationCase, on device: Device) -> Double {
        device == .cpu ? 4e-6 + 4 * test.deviation : 1e-6
    }

    private func check(_ test: OperationCase, _ operation: FixtureOperation, on device: Device) {
        let tolerance = tolerance(test, on: device)
        var inputs: [String: Tensor] = [:]
        for input in test.inputs {
            let tensor = Tensor(test.values[input.name]!, shape: Shape(input.shape), on: device)
            inputs[input.name] = input.isDifferentiable ? tensor.asVariable() : tensor
        }
        let (output, states) = operation.apply((inputs, test.attributes))
        #expect(output.shape == Shape(test.outputShape))
        expectAgreement(output.doubles, test.output, tolerance: tolerance, "output")
        #expect(Set(states.keys) == Set(test.states.keys))
        for (name, state) in states {
            expectAgreement(state.doubles, test.states[name] ?? [], tolerance: tolerance, "state \(name)")
        }

        let names = test.inputs.filter(\.isDifferentiable).map(\.name)
        let variables = names.map { inputs[$0]! }
        let cotangent = Tensor(test.cotangent, shape: output.shape, on: device).asVariable()
        let takesSecond = test.order > 1 && operation.hasSecondDerivative
        let first = gradients(
            of: (output * cotangent).sum(), withRespectTo: variables, differentiable: takesSecond)
        for (name, gradient) in zip(names, first) {
            #expect(gradient.shape == inputs[name]!.shape)
            expectAgreement(
                gradient.doubles, test.gradients[name] ?? [], tolerance: tolerance, "gradient of \(name)")
        }
        guard takesSecond else { return }
        let products = zip(names, first).map { name, gradient in
            (gradient * Tensor(test.directions[name]!, shape: gradient.shape, on: device)).sum()
        }
        let second = gradients(
            of: products.dropFirst().reduce(products[0], +), withRespectTo: variables + [cotangent])
        for (name, gradient) in zip(names + ["cotangent"], second) {
            expectAgreement(
                gradient.doubles, test.secondGradients[name] ?? [], tolerance: tolerance,
                "second gradient of \(name)")
        }
    }
}
