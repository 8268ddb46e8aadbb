import Foundation
import Synchronization

/// The progress of several stages as one: every bar that is drawn meanwhile says which stage it belongs to and how long the
/// whole will still take, as in `[3/7] pool:  45%|███▌   | 45/100 [00:12<00:15,  3.61it/s] total 12:30 left`.
///
///     let pipeline = PipelineProgress(stages: [("faces", 1), ("generator", 60), ("pool", 10)])
///     pipeline.begin("faces")
///     …
///     pipeline.finish()
public final class PipelineProgress: Sendable {
    private struct State {
        /// The position of the stage under way; -1 before the first.
        var stage = -1
        var barCount = 1
        var barsDone = 0
        /// Of the bar under way, in [0, 1].
        var barFraction = 0.0
    }

    private static let active = Mutex<PipelineProgress?>(nil)
    static var current: PipelineProgress? { active.withLock { $0 } }

    private let stages: [(name: String, weight: Double)]
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// Starts the clock. From now until ``finish()``, bars belong to this pipeline.
    ///
    /// - Parameter stages: their names in order, and how long each takes in any unit (only the ratios count).
    public init(stages: [(name: String, weight: Double)]) {
        self.stages = stages
        Self.active.withLock { $0 = self }
    }

    /// Says that a stage begins; those before it are done.
    ///
    /// - Parameters:
    ///   - name: one of the stages' names.
    ///   - bars: how many bars it will draw, one after the other, each an equal part of it.
    /// - Precondition: there is a stage of that name.
    public func begin(_ name: String, bars: Int = 1) {
        guard let position = stages.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("no stage is called \(name); there are \(stages.map(\.name))")
        }
        state.withLock { $0 = State(stage: position, barCount: max(1, bars)) }
    }

    /// Ends the pipeline: later bars stand alone.
    public func finish() {
        Self.active.withLock { active in
            if active === self { active = nil }
        }
    }

    /// Seconds left for all stages, `elapsed` seconds after the start; `nil` before there is anything to go by.
    func remaining(elapsed: Double) -> Double? {
        let fraction = fraction
        return fraction > 0.001 ? elapsed * (1 - fraction) / fraction : nil
    }

    /// How much of the whole is done, in [0, 1].
    var fraction: Double {
        let total = stages.map(\.weight).reduce(0, +)
        let state = state.withLock { $0 }
        guard total > 0, state.stage >= 0 else { return 0 }
        let before = stages[..<state.stage].map(\.weight).reduce(0, +)
        let bars = (Double(state.barsDone) + state.barFraction) / Double(state.barCount)
        return min(1, (before + stages[state.stage].weight * min(1, bars)) / total)
    }

    /// A bar's part in the pipeline.
    struct Ticket: Sendable {
        let pipeline: PipelineProgress
        let prefix: String
        let stageName: String

        /// The stage's name in front, and what else the bar says.
        func title(of description: String) -> String {
            let isRepeated = description == stageName || description.hasPrefix(stageName + " ")
            let rest = isRepeated ? String(description.dropFirst(stageName.count + 1)) : description
            return rest.isEmpty ? prefix : "\(prefix) \(rest)"
        }

        /// Takes the bar's fraction into account; returns what to write behind the bar.
        func update(_ fraction: Double) -> String {
            pipeline.state.withLock { $0.barFraction = fraction }
            return pipeline.timeLeft
        }

        func finish() -> String {
            pipeline.state.withLock { state in
                state.barsDone += 1
                state.barFraction = 0
            }
            return pipeline.timeLeft
        }
    }

    func ticket() -> Ticket {
        let position = state.withLock { $0.stage }
        let name = position < 0 ? "" : stages[position].name
        return Ticket(
            pipeline: self, prefix: position < 0 ? "" : "[\(position + 1)/\(stages.count)] \(name)",
            stageName: name)
    }

    private var timeLeft: String {
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        return " total \(remaining(elapsed: elapsed).map(ProgressMeter.clock) ?? "?") left"
    }
}
