import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

@Suite struct DropoutTests {
    private let ones = Tensor(filledWith: 1, shape: [100, 100])

    private func layer(_ probability: Double, name: String = "dropout") -> Dropout {
        Dropout(probability, stream: RandomStream(seed: 1, name: name))
    }

    @Test func inferenceChangesNothing() {
        let layer = layer(0.5)
        #expect(layer(ones, mode: .inference).floats == ones.floats)
        #expect(layer.stream.position == 0)
    }

    @Test func trainingDropsAndScales() {
        for probability in [0.0, 0.2, 0.75] {
            let output = layer(probability)(ones, mode: .training).doubles
            let kept = output.filter { $0 != 0 }
            expectClose(kept, [Double](repeating: 1 / (1 - probability), count: kept.count))
            let deviation = (probability * (1 - probability) / 10_000).squareRoot()
            #expect(abs(Double(kept.count) / 10_000 - (1 - probability)) <= 5 * deviation)
        }
    }

    @Test func choicesComeFromTheStream() {
        let (first, second) = (layer(0.5), layer(0.5))
        let output = first(ones, mode: .training).floats
        #expect(second(ones, mode: .training).floats == output)
        #expect(first(ones, mode: .training).floats != output)
        #expect(layer(0.5, name: "other")(ones, mode: .training).floats != output)
    }

    @Test func gradientsPassWhereElementsDid() {
        let x = Tensor(filledWith: 1, shape: [50]).asVariable()
        let output = layer(0.5)(x, mode: .training)
        #expect(gradients(of: output.sum(), withRespectTo: [x])[0].floats == output.floats)
    }
}
