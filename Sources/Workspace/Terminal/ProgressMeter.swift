import Foundation

/// How far a piece of work is, and the line that shows it, as tqdm writes it.
struct ProgressMeter: Sendable {
    /// The blocks that a bar is drawn with, from empty to full.
    enum Blocks {
        static let unicode = Array(" ▏▎▍▌▋▊▉█")
        static let ascii = Array(" 123456789#")
    }

    let description: String
    let total: Int
    let unit: String
    /// Where counting began: what a resumed run had done before it does not count for the rate.
    let initial: Int
    private(set) var count: Int
    /// Seconds since the start, at the last step.
    private(set) var elapsed: Double = 0
    var values: [(String, String)] = []

    // The rate is smoothed like tqdm's: exponential averages of steps and of seconds, each corrected for its start at zero.
    private static let smoothing = 0.3
    /// In less time than this nothing was worked on, and a rate would be absurd.
    private static let shortestTime = 0.001
    private var meanSteps = 0.0
    private var meanSeconds = 0.0
    private var sampleCount = 0
    private var sampledCount: Int
    private var sampledTime = 0.0

    init(description: String, total: Int, unit: String = "it", initial: Int = 0) {
        self.description = description
        self.total = total
        self.unit = unit
        self.initial = initial
        count = initial
        sampledCount = initial
    }

    /// Counts steps that were done by `time`, in seconds since the start.
    mutating func advance(by steps: Int, at time: Double) {
        count += steps
        elapsed = max(elapsed, time)
    }

    /// Takes the steps since the last sample into the rate; called once for each line that is shown.
    mutating func sample() {
        let seconds = elapsed - sampledTime
        guard count > sampledCount, seconds > 0 else { return }
        meanSteps = Self.smoothing * Double(count - sampledCount) + (1 - Self.smoothing) * meanSteps
        meanSeconds = Self.smoothing * seconds + (1 - Self.smoothing) * meanSeconds
        sampleCount += 1
        (sampledCount, sampledTime) = (count, elapsed)
    }

    /// Steps a second; `nil` before the first.
    var rate: Double? {
        // Both averages carry the same correction, so it cancels.
        if sampleCount > 0 { return meanSteps / meanSeconds }
        return count > initial && elapsed >= Self.shortestTime ? Double(count - initial) / elapsed : nil
    }

    /// Done over total, in [0, 1].
    var fraction: Double { total > 0 ? min(1, Double(count) / Double(total)) : 1 }

    /// Seconds to go; `nil` before the first step.
    var remaining: Double? { rate.map { max(0, Double(total - count)) / $0 } }

    /// `desc:  45%|███▌    | 45/100 [00:12<00:15,  3.61it/s, loss=0.3]`, as wide as the terminal.
    ///
    /// - Parameters:
    ///   - width: columns; the bar takes what the rest leaves, and what is too long is cut.
    ///   - suffix: what follows the brackets.
    func line(width: Int, blocks: [Character] = Blocks.unicode, suffix: String = "") -> String {
        let left = "\(prefix)|"
        let right = "| \(counts)\(suffix)"
        let room = max(1, width - left.count - right.count)
        return String((left + Self.bar(fraction, width: room, blocks: blocks) + right).prefix(width))
    }

    /// The same without a bar, for a log.
    func plainLine(suffix: String = "") -> String { "\(prefix) \(counts)\(suffix)" }

    private var prefix: String {
        let percentage = String(format: "%3.0f%%", fraction * 100)
        return description.isEmpty ? percentage : "\(description): \(percentage)"
    }

    private var counts: String {
        let left = remaining.map(Self.clock) ?? "?"
        let postfix = values.map { ", \($0)=\($1)" }.joined()
        return "\(count)/\(total) [\(Self.clock(elapsed))<\(left), \(rateText)\(postfix)]"
    }

    private var rateText: String {
        guard let rate, rate > 0 else { return "?\(unit)/s" }
        return rate < 1
            ? String(format: "%5.2fs/", 1 / rate) + unit : String(format: "%5.2f", rate) + "\(unit)/s"
    }

    /// `mm:ss`, or `h:mm:ss` from an hour on.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e12))
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
            : String(format: "%02d:%02d", minutes, whole % 60)
    }

    private static func bar(_ fraction: Double, width: Int, blocks: [Character]) -> String {
        let steps = blocks.count - 1
        let (full, part) = Int(fraction * Double(width) * Double(steps)).quotientAndRemainder(
            dividingBy: steps)
        var bar = String(repeating: blocks[steps], count: full)
        if full < width {
            bar.append(blocks[part])
            bar += String(repeating: blocks[0], count: width - full - 1)
        }
        return bar
    }
}
