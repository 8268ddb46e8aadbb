import Classifiers
import Datasets
import Generators
import NeuralNetwork
import TestSupport
import Testing

@testable import TensorEngine

/// Whole models in bf16 against the same in single precision, from the same weights and images: losses are nearly equal, and gradients
/// have nearly the same direction and length. An error that always pointed one way would change what a training ends with;
/// rounding alone does not.
@Suite(.enabled(if: Precision.bfloat16.isSupported))
struct PrecisionTests {
    /// StarGAN's losses, the second-order penalty among them, with every way to compute a convolution's products in bf16.
    @Test(arguments: [ConvolutionAlgorithm.direct, .roundedWinograd2, .winograd4, .widened, .matrixProduct])
    func starGANLearnsTheSame(algorithm: ConvolutionAlgorithm) {
        let generator = Generator(convDim: 32, residualBlocks: 4, labels: 4, seed: 0)
        let discriminator = Discriminator(imageSize: 32, convDim: 32, layers: 4, labels: 4, seed: 1)
        let images = drawnImages(16, size: 32)
        let (sources, targets) = (bits("sources", [16, 4]), bits("targets", [16, 4]))
        let mixing = uniform("mixing", [16, 1, 1, 1], 0)
        func step(_ precision: Precision) -> (ofD: Outcome, ofG: Outcome) {
            generator.precision = precision
            discriminator.precision = precision
            let fakes = GradientRecording.off { generator(images, labels: targets) }
            return (
                Outcome(
                    discriminatorLoss(
                        discriminator, images: images, labels: sources, fakes: fakes, mixing: mixing,
                        task: .multiLabel, weights: LossWeights()), of: discriminator.parameters),
                Outcome(
                    generatorLoss(
                        generator, discriminator, images: images, labels: sources, targets: targets,
                        task: .multiLabel, weights: LossWeights()), of: generator.parameters)
            )
        }
        let exact = step(.float32)
        let (rounded, uses) = AlgorithmChoices.computing(by: algorithm) { step(.bfloat16) }
        #expect(uses > 0, "no product was computed this way")
        expectAgreement(rounded.ofD, exact.ofD, cosine: 0.995, length: 0.01, "discriminator")
        // Each activation that rounding moves over the kink of a ReLU turns the gradient a little.
        expectAgreement(rounded.ofG, exact.ofG, cosine: 0.95, length: 0.05, "generator")
    }

    /// Scales of 1 at the ends of blocks would make it a model of chaos: the cosine is 0.2 then, and PyTorch's is. With these, PyTorch's
    /// is 0.95 and the length 0.95.
    @Test func resNetLearnsTheSame() {
        let model = ResNet(classes: 4, seed: 0)
        for parameter in model.parameters.learned where parameter.name.hasSuffix("bn3.weight") {
            parameter.assign([Float](repeating: 0.2, count: parameter.shape.count))
        }
        let (images, labels) = (drawnImages(16, size: 64), bits("labels", [16, 4]))
        func step(_ precision: Precision) -> Outcome {
            model.precision = precision
            let loss = Loss.binaryCrossEntropy(model(images, mode: .training), targets: labels)
            return Outcome(loss, terms: [("loss", loss)], of: model.parameters)
        }
        expectAgreement(step(.bfloat16), step(.float32), cosine: 0.92, length: 0.1, "ResNet-50")
    }

    /// Images `[N, 3, S, S]` that differ as pictures do, each of a colour of its own: networks tell images of nothing but noise apart by
    /// what rounding takes away.
    private func drawnImages(_ count: Int, size: Int) -> Tensor {
        uniform("colours", [count, 3, 1, 1], -1) * 0.8 + uniform("noise", [count, 3, size, size], -1) * 0.2
    }

    private func uniform(_ name: String, _ shape: Shape, _ low: Double) -> Tensor {
        Tensor(FixtureRandom.uniform(name: name, count: shape.count, low: low, high: 1), shape: shape)
    }

    private func bits(_ name: String, _ shape: Shape) -> Tensor {
        let values = FixtureRandom.uniform(name: name, count: shape.count, low: 0, high: 1)
        return Tensor(values.map { $0 < 0.5 ? 0 : 1 }, shape: shape)
    }

    /// A loss's terms, and the gradients of all parameters in one row.
    private struct Outcome {
        let terms: [(name: String, value: Double)]
        let gradient: [Float]

        init(_ loss: NamedLoss, of store: ParameterStore) {
            self.init(loss.total, terms: loss.terms, of: store)
        }

        init(_ loss: Tensor, terms: [(name: String, value: Tensor)], of store: ParameterStore) {
            self.terms = terms.map { ($0.name, $0.value.scalar) }
            gradient = gradients(of: loss, withRespectTo: store.learned.map(\.value)).flatMap(\.floats)
        }
    }

    /// - Parameters:
    ///   - leastCosine: of the angle between the gradients.
    ///   - tolerance: how far the rounded gradient's part along the exact one may differ from it in length.
    private func expectAgreement(
        _ rounded: Outcome, _ exact: Outcome, cosine leastCosine: Double, length tolerance: Double,
        _ name: String
    ) {
        for (term, expected) in zip(rounded.terms, exact.terms) {
            expectClose(term.value, expected.value, relative: 0.01, absolute: 1e-4, term.name)
        }
        func product(_ a: [Float], _ b: [Float]) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let shared = product(rounded.gradient, exact.gradient)
        let (ofRounded, ofExact) = (
            product(rounded.gradient, rounded.gradient), product(exact.gradient, exact.gradient)
        )
        #expect(shared / (ofRounded * ofExact).squareRoot() >= leastCosine, "\(name)")
        #expect(abs(shared / ofExact - 1) <= tolerance, "\(name)")
    }
}
