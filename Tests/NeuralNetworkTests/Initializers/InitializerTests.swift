import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// First values against the moments and bounds of their distributions.
@Suite struct InitializerTests {
    private static let shape: Shape = [96, 32, 3, 3]
    private static let (fanIn, fanOut) = (32.0 * 9, 96.0 * 9)

    private func draw(
        _ initializer: Initializer, shape: Shape = shape, name: String = "weight", seed: UInt64 = 1
    ) -> [Double] {
        ParameterStore(seed: seed).root.parameter(name, shape: shape, initializer).value.doubles
    }

    @Test func uniformOnes() {
        for (initializer, bound) in [
            (Initializer.pytorchDefault, 1 / Self.fanIn.squareRoot()),
            (.pytorchBias(fanIn: 50), 1 / 50.0.squareRoot()),
            (.kaimingUniform, (6 / Self.fanIn).squareRoot()),
            (.xavierUniform, (6 / (Self.fanIn + Self.fanOut)).squareRoot()),
            (.uniform(bound: 0.3), 0.3),
        ] {
            let values = draw(initializer)
            #expect(values.allSatisfy { abs($0) <= bound * (1 + 1e-6) })
            #expect(values.contains { $0 > 0.99 * bound } && values.contains { $0 < -0.99 * bound })
            expectMoments(values, deviation: bound / 3.0.squareRoot(), kurtosis: 1.8, "\(initializer)")
        }
    }

    @Test func normalOnes() {
        for (initializer, deviation) in [
            (Initializer.kaimingNormal, (2 / Self.fanOut).squareRoot()),
            (.kaimingNormalForward, (2 / Self.fanIn).squareRoot()),
            (.xavierNormal, (2 / (Self.fanIn + Self.fanOut)).squareRoot()),
            (.normal(deviation: 0.02), 0.02),
        ] {
            let values = draw(initializer)
            #expect(values.contains { abs($0) > 3 * deviation })
            expectMoments(values, deviation: deviation, kurtosis: 3, "\(initializer)")
        }
    }

    /// A matrix `[O, I]` has the fan-in I.
    @Test func fanInOfAMatrix() {
        let values = draw(.pytorchDefault, shape: [500, 25])
        #expect(values.allSatisfy { abs($0) <= 0.2 + 1e-6 } && values.contains { abs($0) > 0.199 })
    }

    @Test func constants() {
        #expect(draw(.constant(0.25), shape: [3]) == [0.25, 0.25, 0.25])
    }

    @Test func nothingIsDrawnForWeightsThatWillBeLoaded() {
        let root = ParameterStore(seed: nil).root
        let drawn = root.parameter("weight", shape: Self.shape, .kaimingNormal)
        #expect(drawn.value.doubles.allSatisfy { $0 == 0 })
        #expect(root.parameter("bias", shape: [2], .constant(0.25)).value.doubles == [0.25, 0.25])
    }

    /// The stream is the parameter's own: neither order nor neighbours matter.
    @Test func valuesDependOnSeedAndNameAlone() {
        let store = ParameterStore(seed: 1)
        _ = (store.root / "first").parameter("weight", shape: [5], .kaimingUniform)
        let second = (store.root / "block" / 2).parameter("weight", shape: Self.shape, .kaimingUniform)
        #expect(second.name == "block.2.weight")
        #expect(second.value.doubles == draw(.kaimingUniform, name: "block.2.weight"))
        #expect(draw(.kaimingUniform) != draw(.kaimingUniform, name: "other"))
        #expect(draw(.kaimingUniform) != draw(.kaimingUniform, seed: 2))
    }

    /// Mean 0 and the given deviation, within five standard errors.
    private func expectMoments(_ values: [Double], deviation: Double, kurtosis: Double, _ subject: String) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + $1 * $1 } / count
        let expected = deviation * deviation
        #expect(abs(mean) < 5 * deviation / count.squareRoot(), "\(subject): mean")
        #expect(
            abs(variance - expected) < 5 * expected * ((kurtosis - 1) / count).squareRoot(),
            "\(subject): variance")
    }
}
