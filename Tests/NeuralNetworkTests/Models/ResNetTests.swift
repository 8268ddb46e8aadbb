import Classifiers
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// ResNet-50 against torchvision's: one step of training, and what evaluation gives after it.
@Suite struct ResNetTests {
    @Test func namesAndShapesAreTorchvisions() throws {
        let model = ResNet(classes: 5, seed: 0)
        let state = try model.parameters.stateDictionary().entries.map { NamedShape($0.name, $0.shape) }
        let expected = try ResNetFixture.stateList().map { NamedShape($0.name, $0.shape) }
        #expect(Set(state) == Set(expected))
        #expect(state.count == expected.count)
        #expect(model.parameters.learnedCount == 23_518_277)
    }

    /// Without Winograd's rounding, which pushes numbers over the kinks of ReLU that the fixtures' inputs keep clear of.
    @Test(arguments: ResNetFixture.names)
    func oneStepIsPyTorchs(name: String) throws {
        try AlgorithmChoices.withoutWinograd { try checkStep(name, gradientTolerance: 1e-3) }
    }

    /// With all algorithms, up to such kinks.
    @Test(arguments: ResNetFixture.names)
    func oneStepIsNearPyTorchsByAnyAlgorithm(name: String) throws {
        try checkStep(name, gradientTolerance: 0.05)
    }

    private func checkStep(_ name: String, gradientTolerance: Double) throws {
        let fixture = try ResNetFixture.load(name)
        let model = ResNet(classes: fixture.labels[0].count, seed: 0)
        let shapes = try ResNetFixture.stateList()
        for parameter in model.parameters.learned {
            let shape = try #require(shapes.first { $0.name == parameter.name })
            parameter.assign(fixture.parameter(shape))
        }
        let shape = Shape(fixture.images.shape)
        let images = Tensor(
            FixtureRandom.uniform(name: fixture.images.stream, count: shape.count, low: -1, high: 1),
            shape: shape)
        let labels = Tensor(
            fixture.labels.flatMap { $0 }, shape: [fixture.labels.count, fixture.labels[0].count])

        let learned = model.parameters.learned
        let optimizer = SGD(
            learned, learningRate: fixture.sgd.learningRate, momentum: fixture.sgd.momentum,
            weightDecay: fixture.sgd.weightDecay)
        let logits = model(images, mode: .training)
        expectClose(logits.floats, fixture.logits.flatMap { $0 }, relative: 1e-4, absolute: 1e-4, "logits")
        let loss = Loss.binaryCrossEntropy(logits, targets: labels)
        expectClose(loss.scalar, fixture.loss, relative: 1e-4, "loss")

        let found = gradients(of: loss, withRespectTo: learned.map(\.value))
        #expect(learned.count == fixture.gradients.count)
        for (parameter, gradient) in zip(learned, found) {
            try #require(fixture.gradients[parameter.name]).expectClose(
                to: gradient.floats, tolerance: gradientTolerance, "gradient of \(parameter.name)")
        }
        let statistics = model.parameters.parameters.filter { !$0.isLearned }
        #expect(statistics.count == fixture.runningStatistics.count)
        for statistic in statistics {
            try #require(fixture.runningStatistics[statistic.name]).expectClose(
                to: statistic.value.floats, tolerance: 1e-4, statistic.name)
        }

        optimizer.step(found)
        for parameter in learned {
            try #require(fixture.parameters[parameter.name]).expectClose(
                to: parameter.value.floats, tolerance: 1e-4, "\(parameter.name) after the step")
        }
        let evaluated = GradientRecording.off { model(images, mode: .inference).floats }
        expectClose(
            evaluated, fixture.evaluatedLogits.flatMap { $0 }, relative: 1e-4, absolute: 1e-4,
            "evaluated logits")
    }
}

/// A name and a shape to compare lists by.
struct NamedShape: Hashable {
    let name: String
    let shape: [Int]

    init(_ name: String, _ shape: [Int]) {
        self.name = name
        self.shape = shape
    }
}
