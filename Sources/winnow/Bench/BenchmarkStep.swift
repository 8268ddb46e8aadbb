import Classifiers
import Generators
import NeuralNetwork
import TensorEngine

/// A step of work that `winnow bench` times: the inner loop of a command, without its files.
struct BenchmarkStep {
    enum Kind: String, CaseIterable {
        case resNetTraining = "resnet-training"
        case resNetInference = "resnet-inference"
        case starGANCycle = "stargan-cycle"
        case starGANGeneration = "stargan-generation"
    }

    let kind: Kind
    /// Pixels a side.
    let size: Int
    let batch: Int
    /// The channels of StarGAN's first layer (`conv_dim`); without meaning for ResNet-50.
    let width: Int

    /// The rows that are timed where none is named.
    static let standard = [
        BenchmarkStep(kind: .resNetTraining, size: 64, batch: 32, width: 0),
        BenchmarkStep(kind: .resNetTraining, size: 64, batch: 64, width: 0),
        BenchmarkStep(kind: .resNetTraining, size: 128, batch: 32, width: 0),
        BenchmarkStep(kind: .resNetInference, size: 64, batch: 32, width: 0),
        BenchmarkStep(kind: .starGANCycle, size: 64, batch: 16, width: 32),
        BenchmarkStep(kind: .starGANCycle, size: 128, batch: 16, width: 64),
        BenchmarkStep(kind: .starGANGeneration, size: 64, batch: 16, width: 32),
    ]

    /// `resnet-training-64-32`, `stargan-cycle-64-16-32`: kind, size, batch, width.
    var name: String {
        "\(kind.rawValue)-\(size)-\(batch)" + (width == 0 ? "" : "-\(width)")
    }

    /// Reads a `name`.
    init?(name: String) {
        guard let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue + "-") }) else { return nil }
        let words = name.dropFirst(kind.rawValue.count + 1).split(
            separator: "-", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        let isGAN = kind == .starGANCycle || kind == .starGANGeneration
        guard numbers.count == words.count, numbers.count == (isGAN ? 3 : 2), numbers.allSatisfy({ $0 > 0 }),
            numbers[0].isMultiple(of: 16), (32...256).contains(numbers[0])
        else { return nil }
        self.init(kind: kind, size: numbers[0], batch: numbers[1], width: isGAN ? numbers[2] : 0)
    }

    private init(kind: Kind, size: Int, batch: Int, width: Int) {
        (self.kind, self.size, self.batch, self.width) = (kind, size, batch, width)
    }

    /// What the row is of.
    var title: String {
        switch kind {
        case .resNetTraining: "ResNet-50 training, \(size)×\(size), batch \(batch)"
        case .resNetInference: "ResNet-50 inference, \(size)×\(size), batch \(batch)"
        case .starGANCycle: "StarGAN cycle, \(size)×\(size), d \(width), batch \(batch)"
        case .starGANGeneration: "StarGAN generation, \(size)×\(size), d \(width), batch \(batch)"
        }
    }

    /// The images that one step takes.
    ///
    /// A StarGAN cycle, five steps of the discriminator and one of the generator, takes five batches.
    var imagesPerStep: Int { kind == .starGANCycle ? 5 * batch : batch }

    /// Makes the networks and the batch; each call of the result does one step.
    func prepare(_ precision: Precision) -> () -> Void {
        switch kind {
        case .resNetTraining: resNetTraining(precision)
        case .resNetInference: resNetInference(precision)
        case .starGANCycle: starGANCycle(precision)
        case .starGANGeneration: starGANGeneration(precision)
        }
    }

    private static let labelCount = 5

    private var images: Tensor { numbers([batch, 3, size, size], "images") { $0.uniform(-1, 1) } }

    private func labels(_ name: String) -> Tensor {
        numbers([batch, Self.labelCount], name) { $0.bernoulli(0.5) ? 1 : 0 }
    }

    private func numbers(_ shape: Shape, _ name: String, _ draw: (inout RandomStream) -> Double) -> Tensor {
        var stream = RandomStream(seed: 0, name: "bench/\(name)")
        return Tensor((0..<shape.count).map { _ in Float(draw(&stream)) }, shape: shape)
    }

    private func resNetTraining(_ precision: Precision) -> () -> Void {
        let model = ResNet(classes: Self.labelCount, seed: 0)
        model.precision = precision
        let (images, labels) = (images, labels("labels"))
        let optimizer = SGD(model.parameters.learned, learningRate: 0.01, momentum: 0.9)
        return {
            let loss = Loss.binaryCrossEntropy(model(images, mode: .training), targets: labels)
            optimizer.step(down: loss)
        }
    }

    private func resNetInference(_ precision: Precision) -> () -> Void {
        let model = ResNet(classes: Self.labelCount, seed: 0)
        model.precision = precision
        let images = images
        return { GradientRecording.off { _ = model(images, mode: .inference).floats } }
    }

    private func starGANCycle(_ precision: Precision) -> () -> Void {
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
        return {
            for _ in 0..<5 {
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

    private func starGANGeneration(_ precision: Precision) -> () -> Void {
        let generator = Generator(convDim: width, residualBlocks: 6, labels: Self.labelCount, seed: 0)
        generator.precision = precision
        let (images, targets) = (images, labels("targets"))
        return { GradientRecording.off { _ = generator(images, labels: targets).floats } }
    }
}
