import Foundation
import Glibc
import Synchronization

/// The run was asked to stop by a signal, and has saved what it had.
public struct Interrupted: Error, Sendable, Equatable {
    /// `SIGINT` or `SIGTERM`.
    public let signal: Int32

    public init(signal: Int32) { self.signal = signal }

    /// What the process exits with: 128 and the signal's number, as shells have it.
    public var exitCode: Int32 { 128 + signal }
}

/// Turns SIGINT (Ctrl-C) and SIGTERM into a flag that long work looks at between its steps.
///
/// The first signal sets the flag, so that the run can save a checkpoint; a second one ends the process at once.
public enum Interruption {
    private static let received = Atomic<Int32>(0)

    /// Catches SIGINT and SIGTERM from now on, unless the process was started with them ignored.
    ///
    /// Also makes writes to a closed pipe and beyond the file size limit fail with an error, where the system would kill the
    /// process.
    public static func install() {
        // The handler must find the flag made, for making it may take a lock.
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0, !isIgnored(action) else { continue }
            action = sigaction()
            action.__sigaction_handler.sa_handler = { number in Interruption.receive(number) }
            // Reads and writes under way go on; the flag is enough.
            action.sa_flags = SA_RESTART
            guard sigaction(number, &action, nil) == 0 else { continue }
        }
        // A parent may hand down a mask that blocks them, as programs do that start others from a Dispatch queue.
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    /// The signal that came, if one did.
    public static var signal: Int32? {
        let number = received.load(ordering: .acquiring)
        return number == 0 ? nil : number
    }

    /// Throws ``Interrupted`` once a signal has come.
    public static func check() throws {
        if let signal { throw Interrupted(signal: signal) }
    }

    /// Runs inside of the signal handler: only an atomic exchange and calls that POSIX allows there.
    private static func receive(_ number: Int32) {
        if received.exchange(number, ordering: .acquiringAndReleasing) != 0 { _exit(128 + number) }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        // SIG_IGN is the address 1; C function pointers cannot be compared in Swift.
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private static func signal(_ number: Int32, _ handler: @escaping sighandler_t) {
        _ = Glibc.signal(number, handler)
    }
}
