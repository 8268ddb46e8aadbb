internal import CDNNL
import Synchronization

/// Keeps oneDNN's primitives: generating one costs hundreds of microseconds, running it from the cache two.
final class PrimitiveCache: Sendable {
    static let shared = PrimitiveCache()

    /// A primitive divides its work when it is made, so it belongs to a number of threads.
    private struct Slot: Hashable {
        let key: PrimitiveKey
        let threadCount: Int
    }
    /// Nil for what oneDNN was found not to have.
    private let primitives = Mutex<[Slot: Primitive?]>([:])
    let context = DNNLContext()

    /// The primitive of a key that oneDNN is known to have.
    ///
    /// - Parameter threadCount: on how many threads it is to compute: on all of them, or on the one that calls it, where others call
    ///   it, too.
    func primitive(_ key: PrimitiveKey, threadCount: Int = ThreadPool.threadCount) -> Primitive {
        guard let primitive = find(key, threadCount: threadCount) else {
            fatalError("oneDNN has no implementation of \(key)")
        }
        return primitive
    }

    /// The primitive, or nil where oneDNN has none for the key.
    func find(_ key: PrimitiveKey, threadCount: Int = ThreadPool.threadCount) -> Primitive? {
        ThreadPool.configureCallingThread()
        let slot = Slot(key: key, threadCount: threadCount)
        if let found = primitives.withLock({ $0[slot] }) { return found }
        // Made outside the lock; where two threads make the same, one of the two is kept.
        let made = ThreadPool.computing(onThreads: threadCount) { Primitive(key, context: context) }
        return primitives.withLock { primitives in
            if let other = primitives[slot] { return other }
            primitives[slot] = made
            return made
        }
    }
}

/// oneDNN's engine for the processor, and the stream that primitives run on.
struct DNNLContext: @unchecked Sendable {
    // Sendable because oneDNN documents engines and processor streams as safe to share between threads, and nothing here
    // changes after the initializer.
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t

    init() {
        var engine: dnnl_engine_t?
        var stream: dnnl_stream_t?
        checkDNNL(winnow_dnnl_open(&engine, &stream), "opening oneDNN's processor engine")
        self.engine = engine!
        self.stream = stream!
    }
}

/// Traps with the operation where oneDNN refuses a call: shapes and layouts were checked before, so it is a defect.
func checkDNNL(_ status: dnnl_status_t, _ operation: @autoclosure () -> String) {
    guard status == dnnl_success else {
        fatalError("oneDNN refused \(operation()): status \(status.rawValue)")
    }
}
