import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

@Suite struct BatchNormalizationTests {
    private func images(_ name: String, shape: Shape, on device: Device) -> Tensor {
        Tensor(
            FixtureRandom.uniform(name: name, count: shape.count, low: -2, high: 5), shape: shape, on: device)
    }

    /// Two batches, and the moving averages written out: the mean, and the variance divided by one less.
    @Test(arguments: [Device.cpu, .reference])
    func runningStatistics(device: Device) {
        let layer = BatchNormalization(3, momentum: 0.2, at: ParameterStore(seed: 1, on: device).root)
        let shape: Shape = [4, 3, 2, 3]
        var (means, variances) = ([0.0, 0, 0], [1.0, 1, 1])
        for batch in ["first", "second"] {
            let input = images(batch, shape: shape, on: device)
            let elements = input.doubles
            _ = layer(input, mode: .training)
            for channel in 0..<3 {
                let values = elements.indices.filter { $0 / 6 % 3 == channel }.map { elements[$0] }
                let mean = values.reduce(0, +) / 24
                let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 23
                means[channel] = 0.8 * means[channel] + 0.2 * mean
                variances[channel] = 0.8 * variances[channel] + 0.2 * variance
            }
        }
        expectClose(layer.runningMean.value.doubles, means)
        expectClose(layer.runningVariance.value.doubles, variances)
        #expect(layer.batchesTracked.value == 2)
        #expect(!layer.runningMean.value.requiresGradient && !layer.runningMean.isLearned)
    }

    @Test(arguments: [Device.cpu, .reference])
    func inferenceUsesAndKeepsTheStatistics(device: Device) {
        let layer = BatchNormalization(
            2, epsilon: 1, fusingReLU: true, at: ParameterStore(seed: 1, on: device).root)
        layer.runningMean.assign([1, -1])
        layer.runningVariance.assign([3, 8])
        layer.scale.assign([2, 3])
        layer.shift.assign([0.5, -1])
        let elements: [Float] = [3, -5, 2, -4]
        let input = Tensor(elements, shape: [2, 2, 1, 1], on: device)
        let expected = [2.5, 0, 1.5, 0]
        expectClose(GradientRecording.off { layer(input, mode: .inference) }.doubles, expected)
        // With gradients recorded it is composed of other operations.
        expectClose(layer(input, mode: .inference).doubles, expected)
        #expect(layer.runningMean.value.doubles == [1, -1])
        #expect(layer.batchesTracked.value == 0)
    }

    @Test func oneValueHasNoVariance() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let layer = BatchNormalization(2, at: ParameterStore(seed: 1).root / "bn1")
            _ = layer(Tensor(filledWith: 1, shape: [1, 2, 1, 1]), mode: .training)
        }
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains("bn1.weight") && message.contains("no variance"))
    }
}
