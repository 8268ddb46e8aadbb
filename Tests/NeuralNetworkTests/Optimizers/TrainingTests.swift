import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// Twenty steps under each optimizer and schedule, beside PyTorch's.
@Suite struct TrainingTests {
    @Test(arguments: [Device.cpu, .reference])
    func twentyStepsAgreeWithPyTorch(device: Device) throws {
        let fixture = try TrainingFixture.load()
        withEvery("case", in: fixture.cases.map(\.name)) { name in
            try run(try #require(fixture.cases.first { $0.name == name }), fixture, on: device)
        }
    }

    private func run(_ test: TrainingFixture.Case, _ fixture: TrainingFixture, on device: Device) throws {
        let network = SmallNetwork(on: device)
        network.store.drawFixture(prefix: fixture.prefix)
        let optimizer = try optimizer(test, network.store.learned)
        let schedule = try LearningRateSchedule(test.schedule)
        var losses: [Double] = []
        for step in test.rates.indices {
            let batch = step % fixture.labels.count
            let (loss, gradients) = network.lossAndGradients(
                images: SmallNetwork.images(fixture, batch: batch, on: device), labels: fixture.labels[batch])
            optimizer.learningRate = test.learningRate * schedule.factor(at: step)
            optimizer.step(gradients)
            losses.append(loss)
        }
        func tolerance(_ result: String) throws -> Double {
            device == .reference ? 1e-6 : 1e-5 + 10 * (try #require(test.deviation[result]))
        }
        expectClose(losses, test.losses, relative: try tolerance("losses"), absolute: 1e-6, "losses")
        #expect(optimizer.stepCount == test.rates.count)
        let found = Dictionary(
            uniqueKeysWithValues: network.store.parameters.map { ($0.name, $0.value.floats) })
        #expect(Set(found.keys) == Set(test.state.keys))
        for (name, state) in test.state {
            state.expectClose(to: found[name] ?? [], tolerance: try tolerance("state"), floor: 1e-7, name)
        }
    }

    private func optimizer(_ test: TrainingFixture.Case, _ parameters: [Parameter]) throws -> any Optimizer {
        switch test.optimizer {
        case "sgd":
            return SGD(
                parameters, learningRate: test.learningRate, momentum: try #require(test.settings.momentum),
                weightDecay: test.settings.weightDecay)
        default:
            let betas = try #require(test.settings.betas)
            return Adam(
                parameters, learningRate: test.learningRate, betas: (betas[0], betas[1]),
                epsilon: try #require(test.settings.epsilon), weightDecay: test.settings.weightDecay)
        }
    }
}
