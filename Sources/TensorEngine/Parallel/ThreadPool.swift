internal import CKernels
import Synchronization

/// The one pool of threads, libgomp's, on which oneDNN runs as well.
///
/// A second pool beside a spinning OpenMP team fights with it for the cores, so all loops of the engine run here.
public enum ThreadPool {
    private static let configuredCount = Atomic<Int>(0)

    /// How many threads take part in an operation; the number of processors unless it has been set.
    ///
    /// Sums are split by thread in some of oneDNN's kernels, so results are equal to the bit only at equal counts.
    public static var threadCount: Int {
        get {
            let count = configuredCount.load(ordering: .relaxed)
            return count > 0 ? count : Int(omp_get_max_threads())
        }
        set {
            require(newValue > 0, "a thread pool needs at least one thread, not \(newValue)")
            configuredCount.store(newValue, ordering: .relaxed)
            configureCallingThread()
        }
    }

    /// Gives the calling thread the pool's size: OpenMP keeps that number for each thread apart.
    static func configureCallingThread() {
        let count = Int32(configuredCount.load(ordering: .relaxed))
        if count > 0, omp_get_max_threads() != count { omp_set_num_threads(count) }
    }

    /// Runs `body` with another number of threads for what the calling thread begins in it.
    static func computing<Result>(onThreads count: Int, _ body: () throws -> Result) rethrows -> Result {
        let before = omp_get_max_threads()
        omp_set_num_threads(Int32(count))
        defer { omp_set_num_threads(before) }
        return try body()
    }

    /// Runs `body` for the parts of `0..<count`, at once on all threads; returns when every part is done.
    ///
    /// - Parameters:
    ///   - grain: parts are multiples of this, and one part is run at once by the caller where there is no more.
    ///   - body: is called on several threads at the same time, each with a range of its own.
    static func forEachRange(of count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
        let grains = (count + grain - 1) / grain
        let threads = min(threadCount, grains)
        if threads <= 1 {
            if count > 0 { body(0..<count) }
            return
        }
        withoutActuallyEscaping(body) { escaping in
            var work = Work(count: count, grain: grain, grains: grains, body: escaping)
            withUnsafeMutablePointer(to: &work) { pointer in
                winnow_parallel(
                    { raw in
                        let work = raw!.assumingMemoryBound(to: Work.self)
                        let thread = Int(omp_get_thread_num())
                        let threads = Int(omp_get_num_threads())
                        let first = work.pointee.grains * thread / threads * work.pointee.grain
                        let last = work.pointee.grains * (thread + 1) / threads * work.pointee.grain
                        let range = first..<min(last, work.pointee.count)
                        if !range.isEmpty { work.pointee.body(range) }
                    }, pointer, UInt32(threads))
            }
        }
    }

    private struct Work {
        let count: Int
        let grain: Int
        let grains: Int
        let body: (Range<Int>) -> Void
    }
}
