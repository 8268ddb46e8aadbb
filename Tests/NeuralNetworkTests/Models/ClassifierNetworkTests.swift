import Classifiers
import Foundation
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing
import Workspace

/// Every architecture of classifiers against PyTorch's, from the same weights.
@Suite struct ClassifierNetworkTests {
    /// The architectures that have a fixture of their own here, with nothing dropped; `ResNetTests` has ResNet-50.
    static let names = ModelName.allCases.filter { $0 != .resnet50 }

    private static func model(_ name: ModelName) -> any ImageClassifier {
        let (classes, head) = (ClassifierFixture.classes, HeadDescription())
        func efficientNet(_ variant: EfficientNet.Variant) -> any ImageClassifier {
            EfficientNet(variant, classes: classes, head: head, stochasticDepth: 0, seed: nil)
        }
        return switch name {
        case .efficientNetB0: efficientNet(.b0)
        case .efficientNetB1: efficientNet(.b1)
        case .efficientNetB2: efficientNet(.b2)
        case .efficientNetB3: efficientNet(.b3)
        case .inceptionResNetV1: InceptionResNet(classes: classes, dropout: 0, seed: nil)
        case .resnet18, .resnet50, .densenet121: name.makeModel(classes: classes, head: head, seed: nil)
        }
    }

    @Test(arguments: names)
    func stateIsPyTorchs(name: ModelName) throws {
        let fixture = try ClassifierFixture.load(name.rawValue)
        let state = try name.makeModel(classes: ClassifierFixture.classes, seed: nil).parameters
            .stateDictionary().entries
        let lines = state.map { entry in
            "\(entry.name) \(entry.shape.map(String.init).joined(separator: "x"))\n"
        }
        #expect(state.count == fixture.stateCount)
        #expect(FileDigest.sha256(Data(lines.joined().utf8)) == fixture.state)
    }

    /// Without Winograd's rounding, which pushes numbers over the kinks of ReLU that the fixtures' images keep clear of.
    @Test(arguments: names)
    func logitsAndGradientsArePyTorchs(name: ModelName) throws {
        let fixture = try ClassifierFixture.load(name.rawValue)
        let model = Self.model(name)
        for parameter in model.parameters.parameters {
            parameter.assign(
                fixture.value(of: parameter.name, in: name.rawValue, shape: parameter.shape.extents))
        }
        let images = fixture.pixels
        try AlgorithmChoices.withoutWinograd {
            let folded = GradientRecording.off { model(images, mode: .inference).floats }
            expectNear(folded, fixture.evaluatedLogits, "logits in inference")
            expectNear(
                model(images, mode: .inference).floats, fixture.evaluatedLogits, "logits, recorded")

            let logits = model(images, mode: .training)
            expectNear(logits.floats, fixture.trainedLogits, "logits in training")
            let statistics = model.parameters.parameters.filter { !$0.isLearned }
            for (statistic, expected) in fixture.runningStatistics {
                try expected.expectClose(
                    to: #require(statistics.first { $0.name == statistic }).value.floats, tolerance: 1e-4,
                    statistic)
            }

            let kept = model.parameters.learned.filter { fixture.gradients[$0.name] != nil }
            #expect(kept.count == fixture.gradients.count)
            let found = gradients(
                of: (logits * fixture.weights(of: name.rawValue)).sum(), withRespectTo: kept.map(\.value))
            for (parameter, gradient) in zip(kept, found) {
                try #require(fixture.gradients[parameter.name]).expectClose(
                    to: gradient.floats, tolerance: max(1e-3, 4 * #require(fixture.deviation["gradients"])),
                    "gradient of \(parameter.name)")
            }
        }
    }

    /// Within a ten thousandth of the largest.
    private func expectNear(
        _ found: [Float], _ expected: [[Double]], _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = expected.flatMap { $0 }
        let largest = expected.map(abs).max() ?? 0
        expectClose(
            found, expected, relative: 0, absolute: 1e-4 * largest, what, sourceLocation: sourceLocation)
    }

    /// Of the smallest images that a network takes, it has features left.
    @Test(arguments: ModelName.allCases)
    func smallestImagesHaveFeatures(name: ModelName) {
        let side = name.smallestImage
        let model = name.makeModel(classes: 2, seed: 1)
        let logits = GradientRecording.off {
            model(Tensor(filledWith: 0.5, shape: [1, 3, side, side + 2]), mode: .inference)
        }
        #expect(logits.shape == [1, 2] && logits.isFinite)
    }
}
