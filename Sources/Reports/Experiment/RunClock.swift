import Foundation
import Workspace

/// The time that a run has taken, over all the times it was begun again.
struct RunClock {
    /// The file that keeps the time of an interrupted run, in seconds.
    static let name = "seconds"

    private let file: URL
    private let earlier: Double
    private let start = ContinuousClock.now

    /// Starts the clock, from where an interrupted run left it.
    init(_ folder: URL) {
        file = folder.appendingPathComponent(Self.name)
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
        // A file that was tampered with costs the time measured so far, not the run.
        earlier = seconds.isFinite && seconds > 0 ? seconds : 0
    }

    /// Seconds so far.
    var elapsed: Double { earlier + (ContinuousClock.now - start) / .seconds(1) }

    /// Keeps the time for when the run goes on.
    func save() throws { try AtomicFile.write(Data("\(elapsed)\n".utf8), to: file) }
}
