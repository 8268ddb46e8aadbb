import Classifiers
import Foundation
import Generators
import NeuralNetwork
import TensorEngine

/// Times training steps and inference, and prints one line of JSON a run:
///
///     steps resnet-training|resnet-inference|stargan-cycle|stargan-generation SIZE BATCH [WIDTH] [REPETITIONS]
@main
enum Steps {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count >= 3, let name = arguments.first,
            let numbers = .some(arguments.dropFirst().compactMap { Int($0) }), numbers.count >= 2
        else {
            print("usage: steps NAME SIZE BATCH [WIDTH] [REPETITIONS]")
            exit(64)
        }
        let (size, batch) = (numbers[0], numbers[1])
        let width = numbers.count > 2 ? numbers[2] : 32
        let repetitions = numbers.count > 3 ? numbers[3] : 5
        let step: () -> Void
        switch name {
        case "resnet-training": step = resNetTraining(size: size, batch: batch)
        case "resnet-inference": step = resNetInference(size: size, batch: batch)
        case "stargan-cycle": step = starGANCycle(size: size, batch: batch, width: width)
        case "stargan-generation": step = starGANGeneration(size: size, batch: batch, width: width)
        default:
            print("unknown benchmark \(name)")
            exit(64)
        }
        for _ in 0..<2 { step() }
        let seconds = (0..<repetitions).map { _ in
            let start = ContinuousClock.now
            step()
            let duration = (ContinuousClock.now - start).components
            return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let list = seconds.map { String(format: "%.5f", $0) }.joined(separator: ", ")
        print(
            "{\"name\": \"\(name)\", \"seconds\": [\(list)], \"peak_megabytes\": \(usage.ru_maxrss / 1024)}")
    }

    private static func random(_ shape: Shape, _ name: String, low: Double = -1, high: Double = 1) -> Tensor {
        var stream = RandomStream(seed: 0, name: name)
        return Tensor((0..<shape.count).map { _ in Float(stream.uniform(low, high)) }, shape: shape)
    }

    private static func bits(_ shape: Shape, _ name: String) -> Tensor {
        var stream = RandomStream(seed: 0, name: name)
        return Tensor((0..<shape.count).map { _ in stream.bernoulli(0.5) ? 1 : 0 }, shape: shape)
    }

    private static func resNetTraining(size: Int, batch: Int) -> () -> Void {
        let model = ResNet(classes: 5, seed: 0)
        let images = random([batch, 3, size, size], "images")
        let labels = bits([batch, 5], "labels")
        let learned = model.parameters.learned
        let optimizer = SGD(learned, learningRate: 0.01, momentum: 0.9)
        return {
            let loss = Loss.binaryCrossEntropy(model(images, mode: .training), targets: labels)
            optimizer.step(gradients(of: loss, withRespectTo: learned.map(\.value)))
        }
    }

    private static func resNetInference(size: Int, batch: Int) -> () -> Void {
        let model = ResNet(classes: 5, seed: 0)
        let images = random([batch, 3, size, size], "images")
        return { GradientRecording.off { _ = model(images, mode: .inference).floats } }
    }

    private static func layers(_ size: Int) -> Int { size >= 128 ? 6 : 5 }

    private static func starGANCycle(size: Int, batch: Int, width: Int) -> () -> Void {
        let generator = Generator(convDim: width, residualBlocks: 6, labels: 5, seed: 0)
        let discriminator = Discriminator(
            imageSize: size, convDim: width, layers: layers(size), labels: 5, seed: 1)
        let images = random([batch, 3, size, size], "images")
        let labels = bits([batch, 5], "labels")
        let targets = bits([batch, 5], "targets")
        let mixing = random([batch, 1, 1, 1], "mixing", low: 0)
        let ofG = generator.parameters.learned
        let ofD = discriminator.parameters.learned
        let optimizerG = Adam(ofG, learningRate: 1e-4, betas: (0.5, 0.999))
        let optimizerD = Adam(ofD, learningRate: 1e-4, betas: (0.5, 0.999))
        let weights = LossWeights()
        return {
            for _ in 0..<5 {
                let fakes = GradientRecording.off { generator(images, labels: targets) }
                let loss = discriminatorLoss(
                    discriminator, images: images, labels: labels, fakes: fakes, mixing: mixing,
                    task: .multiLabel,
                    weights: weights)
                optimizerD.step(gradients(of: loss.total, withRespectTo: ofD.map(\.value)))
            }
            let loss = generatorLoss(
                generator, discriminator, images: images, labels: labels, targets: targets, task: .multiLabel,
                weights: weights)
            optimizerG.step(gradients(of: loss.total, withRespectTo: ofG.map(\.value)))
        }
    }

    private static func starGANGeneration(size: Int, batch: Int, width: Int) -> () -> Void {
        let generator = Generator(convDim: width, residualBlocks: 6, labels: 5, seed: 0)
        let images = random([batch, 3, size, size], "images")
        let targets = bits([batch, 5], "targets")
        return { GradientRecording.off { _ = generator(images, labels: targets).floats } }
    }
}
