import TensorEngine
import TestSupport
import Testing

@Suite struct RandomStreamTests {
    @Test func sameSeedAndNameSameNumbers() {
        var (first, second) = (RandomStream(seed: 3, name: "a"), RandomStream(seed: 3, name: "a"))
        #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
    }

    @Test func seedsAndNamesTellStreamsApart() {
        let streams = [("a", 3), ("b", 3), ("a", 4), ("", 3), ("a/b", 3), ("b/a", 3)].map { name, seed in
            var stream = RandomStream(seed: UInt64(seed), name: name)
            return (0..<4).map { _ in stream.next() }
        }
        #expect(Set(streams.flatMap { $0 }).count == streams.count * 4)
    }

    @Test func aStreamIsContinuedAtItsPosition() {
        for skipped in 0..<9 {
            var stream = RandomStream(seed: 5, name: "shuffle")
            for _ in 0..<skipped { _ = stream.next() }
            #expect(stream.position == UInt64(skipped))
            var continued = RandomStream(seed: 5, name: "shuffle", position: stream.position)
            #expect(continued == stream)
            #expect((0..<5).map { _ in continued.next() } == (0..<5).map { _ in stream.next() })
        }
    }

    /// Many at once are the ones that come one after the other, wherever in a block they begin.
    @Test func manyAtOnceAreTheSame() {
        for position in [0, 1, 7] as [UInt64] {
            var one = RandomStream(seed: 2, name: "bulk", position: position)
            var many = one
            #expect(
                many.normals(20_001, deviation: 0.5) == (0..<20_001).map { _ in Float(one.normal() * 0.5) })
            #expect(many == one)
            #expect(many.uniforms(9_999, -1, 3) == (0..<9_999).map { _ in Float(one.uniform(-1, 3)) })
            #expect(many.next() == one.next())
        }
    }

    /// Moments of a million draws, within five standard errors.
    @Test func uniformMoments() {
        var stream = RandomStream(seed: 1, name: "uniform")
        let draws = (0..<1_000_000).map { _ in stream.uniform() }
        #expect(draws.allSatisfy { (0..<1).contains($0) })
        expectMoments(draws, mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80)
        let scaled = (0..<1000).map { _ in stream.uniform(-3, 5) }
        #expect(scaled.allSatisfy { (-3..<5).contains($0) })
        #expect(scaled.contains { $0 < -2.5 } && scaled.contains { $0 > 4.5 })
    }

    @Test func normalMoments() {
        var stream = RandomStream(seed: 1, name: "normal")
        let draws = (0..<1_000_000).map { _ in stream.normal() }
        #expect(draws.allSatisfy { $0.isFinite })
        expectMoments(draws, mean: 0, variance: 1, fourth: 3)
        // Two words a draw, and neighbours independent of each other.
        #expect(stream.position == 2_000_000)
        let products = zip(draws, draws.dropFirst()).map(*)
        #expect(abs(products.reduce(0, +) / Double(products.count)) < 5e-3)
    }

    @Test func bernoulliFrequencies() {
        for probability in [0, 0.1, 0.5, 0.9, 1] {
            var stream = RandomStream(seed: 2, name: "bernoulli")
            let count = 100_000
            let hits = (0..<count).count { _ in stream.bernoulli(probability) }
            let error = (probability * (1 - probability) / Double(count)).squareRoot()
            #expect(abs(Double(hits) / Double(count) - probability) <= 5 * error)
        }
    }

    /// - Parameter fourth: the fourth central moment, which gives the variance's standard error.
    private func expectMoments(
        _ draws: [Double], mean: Double, variance: Double, fourth: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let count = Double(draws.count)
        let found = draws.reduce(0, +) / count
        let spread = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        #expect(abs(found - mean) < 5 * (variance / count).squareRoot(), sourceLocation: sourceLocation)
        #expect(
            abs(spread - variance) < 5 * ((fourth - variance * variance) / count).squareRoot(),
            sourceLocation: sourceLocation)
    }
}
