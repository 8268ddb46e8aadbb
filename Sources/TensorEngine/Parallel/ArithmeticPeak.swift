internal import CKernels
import Synchronization

/// How fast the processor multiplies and adds where nothing else holds it up: the measure that a step's speed is a share of.
public enum ArithmeticPeak {
    /// Measures for about a tenth of a second, on the engine's threads.
    ///
    /// - Returns: floating-point operations a second in single precision; a multiplication with an addition counts as two.
    public static func measure() -> Double {
        let rounds = 2_000_000
        // The first run wakes the threads and the clock.
        return (0..<3).map { _ in
            let start = ContinuousClock.now
            let threads = ThreadPool.threadCount
            ThreadPool.forEachRange(of: threads, grain: 1) { range in
                for _ in range { winnow_multiply_add_rounds(rounds) }
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            return Double(threads * rounds) * winnow_operations_per_round() / seconds
        }.max()!
    }
}

/// Counts the arithmetic of convolutions and matrix products, which is nearly all of a network's.
public enum ArithmeticCount {
    private static let operations = Atomic<Int>(0)

    /// The floating-point operations that `body` asked of the processor; a multiplication with an addition counts as two.
    ///
    /// Those of other threads at the time are counted with them.
    public static func during(_ body: () throws -> Void) rethrows -> Int {
        let before = operations.load(ordering: .relaxed)
        try body()
        return operations.load(ordering: .relaxed) - before
    }

    static func add(multiplyAdds: Int) {
        operations.wrappingAdd(2 * multiplyAdds, ordering: .relaxed)
    }
}
