import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

@Suite struct NormalizedConvolutionTests {
    private func numbers(_ name: String, _ shape: Shape, from low: Double = -1, to high: Double = 1)
        -> [Float]
    {
        FixtureRandom.uniform(name: name, count: shape.count, low: low, high: high).map { Float($0) }
    }

    /// A layer with the statistics of some training, and its parameters by name.
    private func layer(hasReLU: Bool, on device: Device) -> (NormalizedConvolution, ParameterStore) {
        let store = ParameterStore(seed: 3, on: device)
        let layer = NormalizedConvolution(
            16, 24, kernel: 3, padding: 1, hasReLU: hasReLU, initializer: .kaimingNormal,
            at: store.root / "conv1", normalizedAt: store.root / "bn1")
        for parameter in store.parameters where parameter.name.hasPrefix("bn1") {
            let isVariance = parameter.name == "bn1.running_var"
            parameter.assign(
                numbers(parameter.name, parameter.shape, from: isVariance ? 0.5 : -1, to: isVariance ? 3 : 1))
        }
        return (layer, store)
    }

    /// With gradients recorded nothing is folded: convolution and normalization run one after the other.
    @Test(arguments: [Device.cpu, .reference], [false, true])
    func foldingChangesNothing(device: Device, hasReLU: Bool) {
        let (layer, store) = layer(hasReLU: hasReLU, on: device)
        let shape: Shape = [2, 16, 7, 6]
        let input = Tensor(numbers("input", shape), shape: shape, on: device)
        func expectAgreement(_ state: String) {
            let expected = layer(input, mode: .inference).doubles
            let folded = GradientRecording.off { layer(input, mode: .inference).doubles }
            expectClose(folded, expected, relative: 1e-4, absolute: 1e-4, state)
            #expect(expected.contains { $0 > 0.5 } && expected.contains { $0 < -0.5 } != hasReLU)
        }
        expectAgreement("at first")
        // What was folded before must not be used when a number has changed.
        for parameter in store.parameters {
            _ = GradientRecording.off { layer(input, mode: .inference) }
            parameter.assign(parameter.value.floats.map { $0 * 1.5 + 0.1 })
            expectAgreement("after a change of \(parameter.name)")
        }
    }

    /// What is added to the result is added before the ReLU, whether folded or not.
    @Test(arguments: [Device.cpu, .reference])
    func theShortcutIsAdded(device: Device) {
        let (layer, _) = layer(hasReLU: false, on: device)
        let input = Tensor(numbers("input", [2, 16, 7, 6]), shape: [2, 16, 7, 6], on: device)
        let shortcut = Tensor(numbers("shortcut", [2, 24, 7, 6]), shape: [2, 24, 7, 6], on: device)
        let expected = (layer(input, mode: .inference) + shortcut).relu().doubles
        let unfolded = layer(input, addingWithReLU: shortcut, mode: .inference).doubles
        let folded = GradientRecording.off {
            layer(input, addingWithReLU: shortcut, mode: .inference).doubles
        }
        expectClose(unfolded, expected, relative: 1e-5, absolute: 1e-5, "not folded")
        expectClose(folded, expected, relative: 1e-4, absolute: 1e-4, "folded")
        #expect(expected.contains(0) && expected.contains { $0 > 0.5 })
    }

    @Test func trainingKeepsStatisticsAndGradients() {
        let (layer, store) = layer(hasReLU: true, on: .cpu)
        let shape: Shape = [4, 16, 5, 5]
        let input = Tensor(numbers("input", shape), shape: shape)
        let mean = store.parameters.first { $0.name == "bn1.running_mean" }!
        let before = mean.value.floats
        let output = layer(input, mode: .training)
        #expect(output.requiresGradient)
        #expect(mean.value.floats != before)
    }
}
