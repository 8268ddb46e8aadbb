import Datasets
import Generators
import NeuralNetwork
import TestSupport
import Testing

@testable import TensorEngine

/// StarGAN against PyTorch: one step of the discriminator, then one of the generator, in both tasks.
@Suite struct StarGANTests {
    @Test func modelsOfThePaperHaveTheirParameters() throws {
        let list = try StarGANFixture.ParameterList.load()
        let generator = Generator(convDim: 64, residualBlocks: 6, labels: 5, seed: 0)
        let discriminator = Discriminator(imageSize: 128, convDim: 64, layers: 6, labels: 5, seed: 0)
        let models = [
            (generator.parameters, list.generator, 8_430_528),
            (discriminator.parameters, list.discriminator, 44_762_048),
        ]
        for (store, expected, count) in models {
            #expect(store.learnedCount == count)
            #expect(
                Set(store.learned.map { NamedShape($0.name, $0.shape.extents) })
                    == Set(expected.parameters.map { NamedShape($0.name, $0.shape) }))
            #expect(store.entries.count == expected.parameters.count)
        }
    }

    /// With every way to compute a convolution's products, whichever is the fastest here; in single precision there is nothing to widen
    /// or to round.
    @Test(
        arguments: ConvolutionAlgorithm.allCases.filter {
            ![.roundedWinograd2, .widened, .widenedMatrixProduct].contains($0)
        })
    func stepsArePyTorchs(algorithm: ConvolutionAlgorithm) {
        let (_, uses) = AlgorithmChoices.computing(by: algorithm) {
            withEvery("case", in: StarGANFixture.names) { try expectStepsArePyTorchs($0) }
        }
        // A processor may lack oneDNN's Winograd.
        #expect(uses > 0 || algorithm == .winograd, "no product was computed this way")
    }

    private func expectStepsArePyTorchs(_ name: String) throws {
        let scene = try Scene(name)
        let fixture = scene.fixture

        let fakes = GradientRecording.off { scene.generator(scene.images, labels: scene.targets) }
        let judgement = GradientRecording.off {
            (real: scene.discriminator(scene.images), fake: scene.discriminator.realism(of: fakes))
        }
        let ofD = fixture.discriminatorStep
        try scene.expect(ofD, "fakes", fakes)
        try scene.expect(ofD, "real_map", judgement.real.realism)
        try scene.expect(ofD, "real_logits", judgement.real.logits)
        try scene.expect(ofD, "fake_map", judgement.fake)
        let lossOfD = discriminatorLoss(
            scene.discriminator, images: scene.images, labels: scene.sources, fakes: fakes,
            mixing: scene.mixing,
            task: scene.task, weights: scene.weights)
        try scene.expectStep(
            ofD, lossOfD, of: scene.discriminator.parameters,
            terms: [
                "D/loss_real": "real", "D/loss_fake": "fake", "D/loss_cls": "classification",
                "D/loss_gp": "gradient_penalty",
            ])

        let ofG = fixture.generatorStep
        let lossOfG = generatorLoss(
            scene.generator, scene.discriminator, images: scene.images, labels: scene.sources,
            targets: scene.targets,
            task: scene.task, weights: scene.weights)
        let reconstructed = GradientRecording.off { scene.generator(fakes, labels: scene.sources) }
        try scene.expect(ofG, "reconstructed", reconstructed)
        try scene.expectStep(
            ofG, lossOfG, of: scene.generator.parameters,
            terms: ["G/loss_fake": "fake", "G/loss_cls": "classification", "G/loss_rec": "reconstruction"])
    }

    /// The fixture's models and data.
    private struct Scene {
        let fixture: StarGANFixture
        let generator: Generator
        let discriminator: Discriminator
        let images: Tensor
        let sources: Tensor
        let targets: Tensor
        let mixing: Tensor

        var task: Task { fixture.config.isMultiLabel ? .multiLabel : .singleLabel }
        var weights: LossWeights {
            LossWeights(
                classification: fixture.weights.classification,
                reconstruction: fixture.weights.reconstruction,
                gradientPenalty: fixture.weights.gradientPenalty)
        }

        init(_ name: String) throws {
            fixture = try StarGANFixture.load(name)
            let config = fixture.config
            generator = Generator(
                convDim: config.convDim, residualBlocks: config.residualBlocks, labels: config.labels, seed: 0
            )
            discriminator = Discriminator(
                imageSize: config.imageSize, convDim: config.convDim, layers: config.discriminatorLayers,
                labels: config.labels, seed: 0)
            generator.parameters.drawFixture(prefix: fixture.prefixes.generator)
            discriminator.parameters.drawFixture(prefix: fixture.prefixes.discriminator)
            let shape: Shape = [config.batch, 3, config.imageSize, config.imageSize]
            images = Tensor(
                FixtureRandom.uniform(name: fixture.streams.images, count: shape.count, low: -1, high: 1),
                shape: shape)
            mixing = Tensor(
                FixtureRandom.uniform(name: fixture.streams.alpha, count: config.batch, low: 0, high: 1),
                shape: [config.batch, 1, 1, 1])
            sources = Tensor(fixture.sourceLabels.flatMap { $0 }, shape: [config.batch, config.labels])
            targets = Tensor(fixture.targetLabels.flatMap { $0 }, shape: [config.batch, config.labels])
        }

        func expect(_ step: StarGANFixture.Step, _ name: String, _ tensor: Tensor) throws {
            try #require(step.outputs[name]).expectClose(to: tensor.floats, tolerance: 1e-4, name)
        }

        /// Compares the loss, its terms and its gradients, takes a step of Adam, and compares what it made of the parameters.
        func expectStep(
            _ step: StarGANFixture.Step, _ loss: NamedLoss, of store: ParameterStore, terms: [String: String]
        ) throws {
            #expect(
                try #require(step.deviation["gradients"]) < 1e-3 / 3,
                "PyTorch's own rounding is too near a kink")
            #expect(Set(loss.terms.map(\.name)) == Set(terms.keys))
            for term in loss.terms {
                let expected = try #require(terms[term.name].flatMap { step.losses[$0] })
                expectClose(term.value.scalar, expected, relative: 1e-4, absolute: 1e-6, term.name)
            }
            expectClose(loss.total.scalar, try #require(step.losses["total"]), relative: 1e-4, "total")
            let learned = store.learned
            let found = gradients(of: loss.total, withRespectTo: learned.map(\.value))
            #expect(learned.count == step.gradients.count)
            for (parameter, gradient) in zip(learned, found) {
                try #require(step.gradients[parameter.name]).expectClose(
                    to: gradient.floats, tolerance: 1e-3, "gradient of \(parameter.name)")
            }
            let adam = fixture.adam
            let optimizer = Adam(
                learned, learningRate: adam.learningRate, betas: (adam.betas[0], adam.betas[1]),
                epsilon: adam.epsilon)
            optimizer.step(found)
            for parameter in learned {
                try #require(step.parameters[parameter.name]).expectClose(
                    to: parameter.value.floats, tolerance: 1e-3, "\(parameter.name) after the step")
            }
        }
    }
}
