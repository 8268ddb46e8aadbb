import TestSupport
import Testing

@testable import TensorEngine

/// Every operation of the fixtures on both devices: forward, first and second derivatives, as PyTorch has them.
@Suite struct OperationTests {
    static let pairs = [Device.cpu, .reference].flatMap { device in
        OperationCase.families.map { (device, $0) }
    }

    @Test(arguments: pairs)
    func agreesWithPyTorch(device: Device, family: String) throws {
        // Winograd's rounding has a tolerance of its own, below.
        try AlgorithmChoices.withoutWinograd {
            try checkAll(of: family, on: device) { test in
                // PyTorch's own single-precision error and a little in single precision, and the rounding of what the
                // fixtures store in double.
                device == .cpu ? 4e-6 + 4 * test.deviation : 1e-6
            }
        }
    }

    /// Each way to compute the products of a convolution, wherever it can compute them, whichever is the fastest here.
    @Test(arguments: ConvolutionAlgorithm.allCases)
    func convolutionAgreesWithPyTorchBy(algorithm: ConvolutionAlgorithm) throws {
        let rounding = algorithm.isWinograd ? 5e-5 : 4e-6
        let (_, uses) = try AlgorithmChoices.computing(by: algorithm) {
            for family in ["convolution", "grouped_convolution", "transposed_convolution"] {
                try checkAll(of: family, on: .cpu) { test in rounding + 4 * test.deviation }
            }
        }
        // A processor may lack oneDNN's Winograd, and there is nothing to widen or to round in single precision.
        let needNotApply: [ConvolutionAlgorithm] = [
            .winograd, .roundedWinograd2, .widened, .widenedMatrixProduct,
        ]
        #expect(uses > 0 || needNotApply.contains(algorithm), "no product was computed this way")
    }

    private func checkAll(
        of family: String, on device: Device, tolerance: (OperationCase) -> Double
    ) throws {
        withEvery("case", in: try OperationCase.all(of: family)) { test in
            let operation = try #require(
                FixtureOperation.named[test.operation], "the engine's table lacks \(test.operation)")
            try check(test, operation, on: device, tolerance: tolerance(test))
        }
    }

    /// - Parameter tolerance: what results are held to, in units of their root mean square.
    private func check(
        _ test: OperationCase, _ operation: FixtureOperation, on device: Device, tolerance: Double
    ) throws {
        func expect(
            _ tensor: Tensor, _ expected: StoredTensor?, shape: Shape, _ subject: String,
            sourceLocation: SourceLocation = #_sourceLocation
        ) throws {
            #expect(tensor.shape == shape, "\(subject)", sourceLocation: sourceLocation)
            let difference = try #require(expected).difference(from: tensor.doubles, tolerance: tolerance)
            #expect(difference == nil, "\(subject)", sourceLocation: sourceLocation)
        }

        var inputs: [String: Tensor] = [:]
        for input in test.inputs {
            let tensor = Tensor(test.values[input.name]!, shape: Shape(input.shape), on: device)
            inputs[input.name] = input.isDifferentiable ? tensor.asVariable() : tensor
        }
        let (output, states) = operation.apply((inputs, test.attributes))
        try expect(output, test.output, shape: Shape(test.outputShape), "output")
        #expect(Set(states.keys) == Set(test.states.keys))
        for (name, state) in states {
            try expect(state, test.states[name], shape: inputs[name]!.shape, "state \(name)")
        }

        let names = test.inputs.filter(\.isDifferentiable).map(\.name)
        let variables = names.map { inputs[$0]! }
        let cotangent = Tensor(test.cotangent, shape: output.shape, on: device).asVariable()
        let takesSecond = test.order > 1 && operation.hasSecondDerivative
        let first = gradients(
            of: (output * cotangent).sum(), withRespectTo: variables, differentiable: takesSecond)
        for (name, gradient) in zip(names, first) {
            try expect(gradient, test.gradients[name], shape: inputs[name]!.shape, "gradient of \(name)")
        }
        guard takesSecond else { return }
        let products = zip(names, first).map { name, gradient in
            (gradient * Tensor(test.directions[name]!, shape: gradient.shape, on: device)).sum()
        }
        let second = gradients(
            of: products.dropFirst().reduce(products[0], +), withRespectTo: variables + [cotangent])
        for (name, gradient) in zip(names + ["cotangent"], second) {
            try expect(
                gradient, test.secondGradients[name], shape: (inputs[name] ?? cotangent).shape,
                "second gradient of \(name)")
        }
    }
}
