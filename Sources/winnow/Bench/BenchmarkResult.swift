import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// What timing a step gave.
struct BenchmarkResult: Codable {
    let name: String
    let title: String
    let precision: Precision
    /// Each repetition's.
    let seconds: [Double]
    let imagesPerStep: Int
    /// The arithmetic of one step in floating-point operations; 0 where it has none worth counting.
    let operations: Int
    /// The median's share of the processor's peak in multiply-adds, measured in the same process; 0…1.
    private(set) var peakShare: Double
    /// The share of the time that steps waited for images; nil where they read none. 0…1.
    let waitingShare: Double?
    /// The most memory that the process held.
    let peakMegabytes: Int

    enum CodingKeys: String, CodingKey {
        case name, title, precision, seconds, operations
        case imagesPerStep = "images_per_step"
        case peakShare = "peak_share"
        case waitingShare = "waiting_share"
        case peakMegabytes = "peak_megabytes"
    }

    var medianSeconds: Double {
        let sorted = seconds.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    var imagesPerSecond: Double { Double(imagesPerStep) / medianSeconds }

    /// Times a step in this process, after two that are not counted.
    ///
    /// - Throws: what preparing and running it throw.
    init(
        timing step: BenchmarkStep, _ precision: Precision, _ files: BenchmarkFiles, repetitions: Int
    ) throws {
        let prepared = try step.prepare(precision, files)
        try prepared.run()
        operations = try ArithmeticCount.during(prepared.run)
        let waitedBefore = prepared.waitingSeconds?() ?? 0
        let seconds = try (0..<repetitions).map { _ in
            try Interruption.check()
            let start = ContinuousClock.now
            try prepared.run()
            return (ContinuousClock.now - start) / .seconds(1)
        }
        self.seconds = seconds
        name = step.name
        title = step.title
        self.precision = precision
        imagesPerStep = prepared.imageCount
        waitingShare = prepared.waitingSeconds.map { ($0() - waitedBefore) / seconds.reduce(0, +) }
        peakMegabytes = Self.peakMegabytes
        peakShare = 0
        guard operations > 0 else { return }
        peakShare = Double(operations) / medianSeconds / ArithmeticPeak.measure(precision.dtype)
    }

    private static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
