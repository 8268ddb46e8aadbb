internal import CKernels

/// How fast the processor multiplies and adds where nothing else holds it up: the measure that a step's speed is a share of.
public enum ArithmeticPeak {
    /// Measures for about a tenth of a second, on the engine's threads.
    ///
    /// - Parameter dtype: what is multiplied; the sums are in single precision.
    /// - Returns: floating-point operations a second; a multiplication with an addition counts as two.
    public static func measure(_ dtype: DType = .float32) -> Double {
        require(
            dtype == .float32 || dtype == .bfloat16 && Device.cpu.multipliesBFloat16,
            "the processor has no multiply-adds of \(dtype.rawValue)")
        let isHalf = dtype == .bfloat16
        let rounds = 2_000_000
        // The first run wakes the threads and the clock.
        return (0..<3).map { _ in
            let start = ContinuousClock.now
            let threads = ThreadPool.threadCount
            ThreadPool.forEachRange(of: threads, grain: 1) { range in
                for _ in range {
                    if isHalf {
                        winnow_multiply_add_rounds_bf16(rounds)
                    } else {
                        winnow_multiply_add_rounds(rounds)
                    }
                }
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            return Double(threads * rounds) * winnow_operations_per_round() * (isHalf ? 2 : 1) / seconds
        }.max()!
    }
}
