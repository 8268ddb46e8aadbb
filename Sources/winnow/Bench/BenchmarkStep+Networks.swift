import Classifiers
import Generators
import NeuralNetwork
import TensorEngine

/// Training and inference on numbers in memory.
extension BenchmarkStep {
    private var images: Tensor { numbers([batch, 3, size, size], "images") { $0.uniform(-1, 1) } }

    private func labels(_ name: String) -> Tensor {
        numbers([batch, Self.labelCount], name) { $0.bernoulli(0.5) ? 1 : 0 }
    }

    private func numbers(_ shape: Shape, _ name: String, _ draw: (inout RandomStream) -> Double) -> Tensor {
        var stream = RandomStream(seed: 0, name: "bench/\(name)")
        return Tensor((0..<shape.count).map { _ in Float(draw(&stream)) }, shape: shape)
    }

    func resNetTraining(_ precision: Precision) -> PreparedStep {
        let model = ResNet(classes: Self.labelCount, seed: 0)
        model.precision = precision
        let (images, labels) = (images, labels("labels"))
        let optimizer = SGD(model.parameters.learned, learningRate: 0.01, momentum: 0.9)
        return PreparedStep(imageCount: batch) {
            let loss = Loss.binaryCrossEntropy(model(images, mode: .training), targets: labels)
            optimizer.step(down: loss)
        }
    }

    func resNetInference(_ precision: Precision) -> PreparedStep {
        let model = ResNet(classes: Self.labelCount, seed: 0)
        model.precision = precision
        let images = images
        return PreparedStep(imageCount: batch) {
            GradientRecording.off { _ = model(images, mode: .inference).floats }
        }
    }

    /// The discriminator's steps to one of the generator, each with a batch of its own.
    private static let criticSteps = 5

    func starGANCycle(_ precision: Precision) -> PreparedStep {
        let generator = Generator(convDim: width, residualBlocks: 6, labels: Self.labelCount, seed: 0)
        generator.precision = precision
        let discriminator = Discriminator(
            imageSize: size, convDim: width, layers: size >= 128 ? 6 : 5, labels: Self.labelCount, seed: 1)
        discriminator.precision = precision
        let (images, labels, targets) = (images, labels("labels"), labels("targets"))
        let mixing = numbers([batch, 1, 1, 1], "mixing") { $0.uniform() }
        let generatorOptimizer = Adam(
            generator.parameters.learned, learningRate: 1e-4, betas: (0.5, 0.999))
        let discriminatorOptimizer = Adam(
            discriminator.parameters.learned, learningRate: 1e-4, betas: (0.5, 0.999))
        let weights = LossWeights()
        return PreparedStep(imageCount: Self.criticSteps * batch) {
            for _ in 0..<Self.criticSteps {
                let fakes = GradientRecording.off { generator(images, labels: targets) }
                let loss = discriminatorLoss(
                    discriminator, images: images, labels: labels, fakes: fakes, mixing: mixing,
                    task: .multiLabel,
                    weights: weights)
                discriminatorOptimizer.step(down: loss.total)
            }
            let loss = generatorLoss(
                generator, discriminator, images: images, labels: labels, targets: targets, task: .multiLabel,
                weights: weights)
            generatorOptimizer.step(down: loss.total)
        }
    }

    func starGANGeneration(_ precision: Precision) -> PreparedStep {
        let generator = Generator(convDim: width, residualBlocks: 6, labels: Self.labelCount, seed: 0)
        generator.precision = precision
        let (images, targets) = (images, labels("targets"))
        return PreparedStep(imageCount: batch) {
            GradientRecording.off { _ = generator(images, labels: targets).floats }
        }
    }
}
