import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

@Suite struct DropoutTests {
    private let ones = Tensor(filledWith: 1, shape: [100, 100])

    private func source(_ name: String = "dropout") -> RandomSource {
        RandomSource(RandomStream(seed: 1, name: name))
    }

    private func layer(_ probability: Double, name: String = "dropout") -> Dropout {
        Dropout(probability, from: source(name))
    }

    @Test func inferenceChangesNothing() {
        let source = source()
        for layer in [Dropout(0.5, from: source), StochasticDepth(0.5, from: source)] as [any Layer] {
            #expect(layer(ones, mode: .inference).floats == ones.floats)
        }
        #expect(source.stream.position == 0)
    }

    /// An image goes whole or not at all, and the mean stays.
    @Test func stochasticDepthDropsImages() {
        let images = Tensor(filledWith: 1, shape: [2000, 3, 1, 2])
        let output = StochasticDepth(0.2, from: source())(images, mode: .training).doubles
        let rows = stride(from: 0, to: output.count, by: 6).map { Array(output[$0..<$0 + 6]) }
        for row in rows { expectClose(row, [Double](repeating: row[0] == 0 ? 0 : 1.25, count: 6)) }
        let kept = Double(rows.count { $0[0] != 0 }) / 2000
        #expect(abs(kept - 0.8) <= 5 * (0.16 / 2000).squareRoot())
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
