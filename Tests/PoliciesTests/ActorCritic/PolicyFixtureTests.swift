import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

@testable import Policies

/// The policy's networks and losses against PyTorch: one step of the actor, the critic and the child classifier.
@Suite struct PolicyFixtureTests {
    @Test func stepsArePyTorchs() throws {
        let fixture = try PolicyFixture.load()
        #expect(Set(fixture.cases.map(\.name)) == ["actor", "critic", "child"])
        withEvery("network", in: fixture.cases.map(\.name)) { name in
            try check(try #require(fixture.cases.first { $0.name == name }), fixture)
        }
    }

    private func check(_ test: PolicyFixture.Case, _ fixture: PolicyFixture) throws {
        let isChild = test.name == "child"
        let (samples, labelCount) = (fixture.labels.count, fixture.labels[0].count)
        let network = PolicyNetwork(
            imageSize: fixture.imageSize, labelCount: isChild ? 0 : labelCount, widths: fixture.widths,
            hiddenWidth: fixture.hidden, outputs: isChild ? labelCount : 1, seed: 0)
        network.parameters.drawFixture(prefix: "\(fixture.prefix)\(test.name).")
        let shape: Shape = [samples, 3, fixture.imageSize, fixture.imageSize]
        let images = Tensor(
            FixtureRandom.uniform(name: test.images, count: shape.count, low: -1, high: 1), shape: shape)
        let labels = Tensor(fixture.labels.flatMap { $0 }, shape: [samples, labelCount])

        let outputs = network(images, labels: isChild ? nil : labels)
        // Single precision's own error, and a little of this engine's.
        let tolerance = 1e-5 + 4 * test.deviation
        let expected = test.outputs.flatMap { $0 }
        expectClose(
            outputs.doubles, expected, relative: 0, absolute: tolerance * (expected.map(abs).max() ?? 0),
            "outputs")
        let loss = loss(of: test.name, outputs, labels: labels, fixture)
        expectClose(loss.scalar, test.loss, relative: tolerance, absolute: 0, "loss")

        let learned = network.parameters.learned
        #expect(learned.count == test.gradients.count && learned.count == test.parameters.count)
        let found = gradients(of: loss, withRespectTo: learned.map(\.value))
        for (parameter, gradient) in zip(learned, found) {
            try #require(test.gradients[parameter.name]).expectClose(
                to: gradient.floats, tolerance: tolerance, "gradient of \(parameter.name)")
        }
        let adam = fixture.adam
        Adam(
            learned, learningRate: adam.learningRate, betas: (adam.betas[0], adam.betas[1]),
            epsilon: adam.epsilon
        ).step(found)
        for parameter in learned {
            try #require(test.parameters[parameter.name]).expectClose(
                to: parameter.value.floats, tolerance: tolerance, "\(parameter.name) after the step")
        }
    }

    private func loss(
        of name: String, _ outputs: Tensor, labels: Tensor, _ fixture: PolicyFixture
    ) -> Tensor {
        switch name {
        case "actor":
            let count = outputs.shape[0]
            let actions = FixtureRandom.uniform(
                name: "\(fixture.prefix)actions", count: count, low: 0, high: 1
            ).map { $0 < 0.5 ? Float(1) : 0 }
            return ActorCriticLosses.actor(
                logits: outputs.reshaped(to: [count]), actions: Tensor(actions, shape: [count]),
                advantage: fixture.advantage, entropyWeight: fixture.entropyWeight,
                keepRange: fixture.keepRange[0]...fixture.keepRange[1], keepPenalty: fixture.keepPenalty
            ).total
        case "critic": return ActorCriticLosses.critic(values: outputs, reward: fixture.reward)
        default: return Loss.binaryCrossEntropy(outputs, targets: labels)
        }
    }
}
