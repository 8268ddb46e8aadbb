import Classifiers
import Generators
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// Twenty training steps from the same weights and batches: the losses are PyTorch's to a thousandth, by whichever algorithms
/// are the fastest here.
@Suite struct TrackingTests {
    private static let tolerance = 1e-3

    @Test func resNetLearnsAsPyTorchs() throws {
        let fixture = try TrackingFixture.load().resnet
        #expect(fixture.losses.count == 20 && fixture.deviation < Self.tolerance / 3)
        let model = ResNet(classes: fixture.classes, seed: 0)
        model.parameters.drawFixture(prefix: fixture.prefix)
        for parameter in model.parameters.learned where parameter.name.hasSuffix(fixture.lastScale.suffix) {
            parameter.assign(
                FixtureRandom.uniform(
                    name: fixture.prefix + parameter.name, count: parameter.shape.count,
                    low: fixture.lastScale.range[0], high: fixture.lastScale.range[1]))
        }
        let optimizer = SGD(
            model.parameters.learned, learningRate: fixture.sgd.learningRate, momentum: fixture.sgd.momentum,
            weightDecay: fixture.sgd.weightDecay)
        let losses = fixture.losses.indices.map { step in
            let (images, labels) = batch(step, of: fixture)
            let loss = Loss.crossEntropy(model(images, mode: .training), targets: labels)
            let value = loss.scalar
            optimizer.step(down: loss)
            return value
        }
        expectClose(losses, fixture.losses, relative: Self.tolerance, absolute: 0, "losses")
    }

    /// Noise in which channel c of an image of class c is brighter, and the classes, one-hot.
    private func batch(_ step: Int, of fixture: TrackingFixture.ResNet) -> (images: Tensor, labels: Tensor) {
        let shape = Shape(fixture.images)
        var pixels = FixtureRandom.uniform(
            name: "\(fixture.prefix)images/\(step)", count: shape.count, low: -1, high: 1)
        let classes = FixtureRandom.uniform(
            name: "\(fixture.prefix)labels/\(step)", count: shape[0], low: 0, high: Double(fixture.classes)
        ).map { Int($0) }
        let plane = shape[2] * shape[3]
        for (image, label) in classes.enumerated() {
            let first = (image * shape[1] + label) * plane
            for pixel in first..<first + plane { pixels[pixel] += Float(fixture.brightness) }
        }
        let oneHot = classes.flatMap { label in (0..<fixture.classes).map { Float($0 == label ? 1 : 0) } }
        return (Tensor(pixels, shape: shape), Tensor(oneHot, shape: [shape[0], fixture.classes]))
    }

    @Test func starGANLearnsAsPyTorchs() throws {
        let fixture = try TrackingFixture.load().stargan
        let (config, adam) = (fixture.config, fixture.adam)
        #expect(fixture.discriminatorLosses.count == 20 && fixture.deviation < Self.tolerance / 3)
        let generator = Generator(
            convDim: config.convDim, residualBlocks: config.residualBlocks, labels: config.labels, seed: 0)
        let discriminator = Discriminator(
            imageSize: config.imageSize, convDim: config.convDim, layers: config.discriminatorLayers,
            labels: config.labels, seed: 0)
        generator.parameters.drawFixture(prefix: fixture.prefix + "generator.")
        discriminator.parameters.drawFixture(prefix: fixture.prefix + "discriminator.")
        func optimizer(_ store: ParameterStore) -> Adam {
            Adam(
                store.learned, learningRate: adam.learningRate, betas: (adam.betas[0], adam.betas[1]),
                epsilon: adam.epsilon)
        }
        let (optimizerG, optimizerD) = (optimizer(generator.parameters), optimizer(discriminator.parameters))
        let weights = LossWeights(
            classification: fixture.weights.classification, reconstruction: fixture.weights.reconstruction,
            gradientPenalty: fixture.weights.gradientPenalty)
        func draw(_ name: String, _ shape: Shape, low: Double) -> [Float] {
            FixtureRandom.uniform(name: fixture.prefix + name, count: shape.count, low: low, high: 1)
        }

        var (losses, generatorLosses): ([Double], [Double]) = ([], [])
        for step in fixture.discriminatorLosses.indices {
            let shape: Shape = [config.batch, 3, config.imageSize, config.imageSize]
            let images = Tensor(draw("images/\(step)", shape, low: -1), shape: shape)
            let labelShape: Shape = [config.batch, config.labels]
            let bits = draw("labels/\(step)", labelShape, low: 0).map { $0 < 0.5 ? Float(1) : 0 }
            let labels = Tensor(bits, shape: labelShape)
            // Each image is translated to the label of the one before it.
            let targets = Tensor(bits.suffix(config.labels) + bits.dropLast(config.labels), shape: labelShape)
            let mixing = Tensor(
                draw("alpha/\(step)", [config.batch], low: 0), shape: [config.batch, 1, 1, 1])

            let fakes = GradientRecording.off { generator(images, labels: targets) }
            let loss = discriminatorLoss(
                discriminator, images: images, labels: labels, fakes: fakes, mixing: mixing,
                task: .multiLabel,
                weights: weights
            ).total
            losses.append(loss.scalar)
            optimizerD.step(down: loss)
            if (step + 1) % fixture.criticSteps == 0 {
                let loss = generatorLoss(
                    generator, discriminator, images: images, labels: labels, targets: targets,
                    task: .multiLabel, weights: weights
                ).total
                generatorLosses.append(loss.scalar)
                optimizerG.step(down: loss)
            }
        }
        expectClose(
            losses, fixture.discriminatorLosses, relative: Self.tolerance, absolute: 0,
            "discriminator's losses")
        expectClose(
            generatorLosses, fixture.generatorLosses, relative: Self.tolerance, absolute: 0,
            "generator's losses")
    }
}
