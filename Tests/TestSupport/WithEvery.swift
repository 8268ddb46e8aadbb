import Synchronization
import Testing

/// Runs `body` for every value; after a failure inside, another line names the value it failed at.
///
///     withEvery("stride", in: 1...2) { stride in
///         withEvery("padding", in: 0...2) { padding in … }
///     }
///
/// An error that `body` throws is a failure at that value, and the rest are run all the same.
public func withEvery<Value>(
    _ name: String, in values: some Sequence<Value>, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Value) throws -> Void
) {
    for value in values {
        let failed = Flag()
        // The matcher sees every issue that the body records; it lets all of them pass as they are.
        withKnownIssue(isIntermittent: true, sourceLocation: sourceLocation) {
            do {
                try body(value)
            } catch {
                Issue.record(error, sourceLocation: sourceLocation)
            }
        } matching: { _ in
            failed.raise()
            return false
        }
        if failed.isRaised {
            Issue.record("… with \(name) = \(value)", sourceLocation: sourceLocation)
        }
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }

    func raise() { state.withLock { $0 = true } }
}
