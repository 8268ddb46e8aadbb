import Foundation
import Testing

@testable import TensorEngine

/// The same computation gives the same bytes, on any thread, beside any other.
@Suite struct DeterminismTests {
    /// One step through a small network: convolution, normalization, pooling, a matrix product, and all their gradients.
    private static func step() -> [[Float]] {
        var random = RandomTensors("determinism")
        let images = random.tensor([4, 3, 17, 19], on: .cpu)
        let variables = [[24, 3, 3, 3], [24], [24], [40, 24, 4, 4], [40], [10, 40]].map {
            random.tensor(Shape($0), on: .cpu).asVariable()
        }
        let features = images.convolution(variables[0], padding: 1)
            .batchNormalized(scale: variables[1], shift: variables[2], epsilon: 1e-5, fusingReLU: true).output
            .maxPooled(kernel: 3, stride: 2, padding: 1)
            .convolution(variables[3], bias: variables[4], stride: 2, padding: 1, leakySlope: 0.1)
            .globalAveragePooled().reshaped(to: [4, 40])
        let loss = features.matrixProduct(variables[5], transposingSecond: true).logSoftmax(axis: 1).squared()
            .sum()
        return [loss.floats] + gradients(of: loss, withRespectTo: variables).map(\.floats)
    }

    @Test func repeatedStepsAreEqualToTheBit() {
        let first = Self.step()
        #expect(first.allSatisfy { $0.allSatisfy(\.isFinite) })
        for _ in 0..<5 { #expect(Self.step() == first) }
    }

    @Test func stepsOnManyThreadsAtOnceAreEqualToTheBit() async {
        let expected = Self.step()
        let agreeing = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<16 { group.addTask { Self.step() == expected } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(agreeing == 16)
    }

    /// Primitives that one thread made are run by others, which have come and gone meanwhile.
    @Test func primitivesOutliveTheThreadThatMadeThem() throws {
        let results = Results()
        for _ in 0..<4 {
            let finished = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                results.append(Self.step())
                finished.signal()
            }
            finished.wait()
        }
        #expect(results.all.count == 4)
        #expect(results.all.allSatisfy { $0 == results.all[0] })
    }

    /// The number of threads is the process's, so a process of its own changes it.
    @Test func sumsDoNotDependOnTheNumberOfThreads() async {
        await #expect(processExitsWith: .success) {
            var random = RandomTensors("threads")
            let plain = random.tensor([5, 17, 63, 65], on: .cpu)
            let blocked = plain.reordered(to: LayoutCase.layouts[1])
            func results() -> [[Float]] {
                [
                    plain.sum(), blocked.sum(), plain.sum(axes: [0, 2, 3]), blocked.sum(axes: [0, 2, 3]),
                    plain.sum(axes: [2, 3]), plain.sum(axes: [0]), plain.exponential(), plain * plain,
                ].map(\.floats)
            }
            ThreadPool.threadCount = 1
            let alone = results()
            for count in [2, 3, 5] {
                ThreadPool.threadCount = count
                #expect(results() == alone, "\(count) threads")
            }
        }
    }

    /// OpenMP keeps the number of threads for each thread apart; the pool's setting holds for all.
    @Test func theThreadCountHoldsOnEveryThread() async {
        await #expect(processExitsWith: .success) {
            ThreadPool.threadCount = 1
            let single = Self.step()
            let results = Results()
            let finished = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                results.append(Self.step())
                finished.signal()
            }
            finished.wait()
            #expect(results.all[0] == single)
        }
    }
}

// Sendable because the lock guards the only state.
private final class Results: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [[[Float]]] = []

    var all: [[[Float]]] { lock.withLock { results } }

    func append(_ result: [[Float]]) { lock.withLock { results.append(result) } }
}
