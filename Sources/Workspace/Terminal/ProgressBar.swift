import Foundation
import Synchronization

/// A progress bar on standard error, as tqdm draws it: redrawn in place on a terminal (at most ten times a second), a plain
/// line every five seconds elsewhere.
///
///     let bar = ProgressBar(description: "pool", total: images)
///     for … { bar.advance(values: [("loss", "0.31")]) }
///     bar.finish()
///
/// Bars that are made while a ``PipelineProgress`` is under way carry its stage and the time left for the whole.
/// Any thread may advance a bar. ``Console/isQuiet`` hides it.
public final class ProgressBar: Sendable {
    private struct State {
        var meter: ProgressMeter
        var lastShown = 0.0
        var isFinished = false
    }

    private let state: Mutex<State>
    private let start = ContinuousClock.now
    private let stage: PipelineProgress.Ticket?

    /// - Parameters:
    ///   - description: what is being done: `"pool"`.
    ///   - total: how many steps there are.
    ///   - unit: what a step is, as it stands in the rate: `"img"`.
    ///   - initial: how many steps an earlier run had done.
    public init(description: String, total: Int, unit: String = "it", initial: Int = 0) {
        let ticket = PipelineProgress.current?.ticket()
        stage = ticket
        let description = ticket.map { $0.title(of: description) } ?? description
        state = Mutex(
            State(meter: ProgressMeter(description: description, total: total, unit: unit, initial: initial)))
    }

    /// Counts steps as done.
    ///
    /// - Parameter values: names and values to show behind the rate, such as the loss; an empty list leaves those shown.
    public func advance(by steps: Int = 1, values: [(String, String)] = []) {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.meter.advance(by: steps, at: elapsed)
            if !values.isEmpty { state.meter.values = values }
            let width = Console.terminalWidth
            guard state.meter.elapsed - state.lastShown >= (width == nil ? 5 : 0.1) else { return }
            state.lastShown = state.meter.elapsed
            state.meter.sample()
            let suffix = stage?.update(state.meter.fraction) ?? ""
            if let width {
                Console.redraw(line(state.meter, width: width, suffix: suffix))
            } else {
                Console.line(state.meter.plainLine(suffix: suffix))
            }
        }
    }

    /// Shows the bar a last time and leaves it standing. Further calls do nothing.
    public func finish() {
        state.withLock { state in
            guard !state.isFinished else { return }
            state.isFinished = true
            state.meter.advance(by: 0, at: elapsed)
            let suffix = stage?.finish() ?? ""
            if let width = Console.terminalWidth {
                Console.closeLine(line(state.meter, width: width, suffix: suffix))
            } else {
                Console.line(state.meter.plainLine(suffix: suffix))
            }
        }
    }

    private var elapsed: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func line(_ meter: ProgressMeter, width: Int, suffix: String) -> String {
        let blocks = Console.isUnicode ? ProgressMeter.Blocks.unicode : ProgressMeter.Blocks.ascii
        // A line that fills the last column makes some terminals wrap.
        return meter.line(width: width - 1, blocks: blocks, suffix: suffix)
    }
}
