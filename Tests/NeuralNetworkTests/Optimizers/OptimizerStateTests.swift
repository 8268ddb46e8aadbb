import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// Saving an optimizer and going on: to the bit as if nothing had happened.
@Suite struct OptimizerStateTests {
    private static let makers: [(String, @Sendable ([Parameter]) -> any Optimizer)] = [
        ("sgd", { SGD($0, learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 1e-3) }),
        ("adam", { Adam($0, learningRate: 0.003, betas: (0.5, 0.999), weightDecay: 1e-3) }),
    ]

    private func train(_ network: SmallNetwork, _ optimizer: any Optimizer, steps: Range<Int>) throws {
        let fixture = try TrainingFixture.load()
        for step in steps {
            let batch = step % fixture.labels.count
            optimizer.step(
                network.lossAndGradients(
                    images: SmallNetwork.images(fixture, batch: batch, on: .cpu),
                    labels: fixture.labels[batch]
                ).gradients)
        }
    }

    @Test func aRestoredRunGoesOnToTheBit() throws {
        withEvery("optimizer", in: Self.makers.map(\.0)) { name in
            let make = try #require(Self.makers.first { $0.0 == name }).1
            let network = SmallNetwork()
            let optimizer = make(network.store.learned)
            try train(network, optimizer, steps: 0..<3)
            let (weights, state) = (try network.store.stateDictionary(), try optimizer.state())
            try train(network, optimizer, steps: 3..<6)

            let other = SmallNetwork(seed: 2)
            try other.store.load(weights, source: "weights")
            let restored = make(other.store.learned)
            try restored.load(state, source: "state")
            #expect(restored.stepCount == 3)
            try train(other, restored, steps: 3..<6)
            #expect(try other.store.stateDictionary() == network.store.stateDictionary())
            #expect(try restored.state() == optimizer.state())
        }
    }

    @Test func aBadStateIsRefusedAndChangesNothing() throws {
        withEvery("optimizer", in: Self.makers.map(\.0)) { name in
            let make = try #require(Self.makers.first { $0.0 == name }).1
            let network = SmallNetwork()
            let optimizer = make(network.store.learned)
            let early = try optimizer.state()
            try train(network, optimizer, steps: 0..<2)
            let before = try optimizer.state()
            let last = try #require(early.entries.last)

            var lacking = SafeTensors(metadata: early.metadata)
            for entry in early.entries.dropLast() { try lacking.append(entry) }
            var misshapen = lacking
            try misshapen.append(
                .init(name: last.name, shape: [last.count, 1], floats: try #require(last.floats)))
            var stepless = early
            stepless.metadata = [:]
            var backwards = early
            backwards.metadata["step"] = "-1"
            for (bad, part) in [
                (lacking, last.name), (misshapen, last.name), (stepless, "step"), (backwards, "step"),
            ] {
                let error = #expect(throws: WeightsError.self) {
                    try optimizer.load(bad, source: "adam.safetensors")
                }
                let message = String(describing: try #require(error))
                #expect(message.contains("adam.safetensors") && message.contains(part), "\(message)")
                #expect(try optimizer.state() == before)
            }
        }
    }

    /// A weight whose gradient stays 0 has moments that fade; they must not linger as numbers that processors are slow with.
    @Test func whatFadesAwayBecomesZero() throws {
        for (name, make) in Self.makers {
            let parameter = ParameterStore(seed: 1).root.parameter("x", shape: [40], .constant(0))
            let optimizer = make([parameter])
            for gradient in [1e-30] + [Double](repeating: 0, count: 400) {
                optimizer.step([Tensor(filledWith: gradient, shape: [40], on: .cpu)])
                let numbers =
                    try optimizer.state().entries.flatMap { $0.floats ?? [] } + parameter.value.floats
                #expect(numbers.allSatisfy { !$0.isSubnormal }, "\(name)")
            }
            // The thread that asked computes as before.
            let halves = parameter.value.floats.map { _ in
                Float.leastNormalMagnitude / Float(optimizer.stepCount)
            }
            #expect(halves.allSatisfy { $0.isSubnormal }, "\(name)")
        }
    }

    /// A minimum that both must find: the parabola around 3.
    @Test func parabola() {
        for (_, make) in Self.makers {
            let parameter = ParameterStore(seed: 1).root.parameter("x", shape: [1], .constant(2.9))
            let optimizer = make([parameter])
            for _ in 0..<500 {
                optimizer.step(
                    gradients(of: (parameter.value - 3).squared().sum(), withRespectTo: [parameter.value]))
            }
            // The decay pulls towards 0 by a thousandth of the value: 2(x − 3) + x / 1000 = 0.
            expectClose(parameter.value.scalar, 6 / 2.001, relative: 1e-4)
        }
    }
}
