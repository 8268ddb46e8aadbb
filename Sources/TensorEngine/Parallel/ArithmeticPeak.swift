internal import CKernels
import Synchronization

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
        let rounds = 5_000_000
        // The first run wakes the threads and the clock.
        return (0..<5).map { _ in
            let operations = Atomic<Int>(0)
            let start = ContinuousClock.now
            ThreadPool.forEachRange(of: ThreadPool.threadCount, grain: 1) { range in
                for _ in range {
                    let count =
                        dtype == .bfloat16
                        ? winnow_multiply_add_rounds_bf16(rounds) : winnow_multiply_add_rounds(rounds)
                    operations.wrappingAdd(Int(count), ordering: .relaxed)
                }
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            return Double(operations.load(ordering: .relaxed)) / seconds
        }.max()!
    }
}
