import Foundation

/// Makes values ahead of their use on threads of its own, and hands them out in order.
///
/// At most `window` values are made and not yet taken, so memory is bounded. A value's failure is handed out in its place.
/// When the object goes, its threads finish the value they are at and are gone before `deinit` returns.
package final class OrderedPrefetch<Output: Sendable> {
    package typealias Value = Result<Output, any Error>

    private let shared: Shared
    /// How long the consumer has waited for values.
    private(set) var waitingSeconds = 0.0

    /// - Parameters:
    ///   - count: how many values there are.
    ///   - produce: makes the value at a position; called on several threads at a time.
    package init(
        count: Int, window: Int, threads: Int, produce: @escaping @Sendable (Int) throws -> Output
    ) {
        precondition(window >= 1 && threads >= 1, "a window of \(window) values, made by \(threads) threads")
        shared = Shared(count: count, window: window, workers: min(threads, count), produce: produce)
        for _ in 0..<min(threads, count) {
            let thread = Thread { [shared] in shared.work() }
            thread.name = "winnow-prefetch"
            thread.start()
        }
    }

    deinit { shared.stop() }

    /// The next value in order; nil after the last.
    package func next() -> Value? {
        shared.take { waitingSeconds += $0 }
    }

    // Safe to share: every mutable property is read and written with `condition` locked.
    private final class Shared: @unchecked Sendable {
        private let count: Int
        private let window: Int
        private let produce: @Sendable (Int) throws -> Output
        private let condition = NSCondition()
        private var slots: [Value?]
        private var claimed = 0
        private var taken = 0
        private var workers: Int
        private var isStopped = false

        init(count: Int, window: Int, workers: Int, produce: @escaping @Sendable (Int) throws -> Output) {
            self.count = count
            self.window = window
            self.workers = workers
            self.produce = produce
            slots = Array(repeating: nil, count: window)
        }

        func work() {
            while let position = claim() {
                let value = Value { try produce(position) }
                condition.lock()
                slots[position % window] = value
                if position == taken { condition.broadcast() }
                condition.unlock()
            }
            condition.lock()
            workers -= 1
            condition.broadcast()
            condition.unlock()
        }

        private func claim() -> Int? {
            condition.lock()
            defer { condition.unlock() }
            while !isStopped, claimed < count, claimed >= taken + window { condition.wait() }
            guard !isStopped, claimed < count else { return nil }
            claimed += 1
            return claimed - 1
        }

        func take(waiting: (Double) -> Void) -> Value? {
            condition.lock()
            defer { condition.unlock() }
            guard taken < count else { return nil }
            if slots[taken % window] == nil {
                let clock = ContinuousClock()
                let start = clock.now
                while slots[taken % window] == nil { condition.wait() }
                waiting((clock.now - start) / .seconds(1))
            }
            let value = slots[taken % window]
            slots[taken % window] = nil
            // Workers wait only where the window was full.
            if claimed == taken + window { condition.broadcast() }
            taken += 1
            return value
        }

        func stop() {
            condition.lock()
            isStopped = true
            condition.broadcast()
            while workers > 0 { condition.wait() }
            condition.unlock()
        }
    }
}
