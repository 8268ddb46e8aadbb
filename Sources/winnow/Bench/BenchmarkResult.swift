import Foundation
import NeuralNetwork
import TensorEngine

/// What timing a step gave.
struct BenchmarkResult: Codable {
    let name: String
    let title: String
    let precision: Precision
    /// Each repetition's.
    let seconds: [Double]
    let imagesPerStep: Int
    /// The median's share of the processor's peak in multiply-adds, measured in the same process; 0…1.
    private(set) var peakShare: Double
    /// The most memory that the process held.
    let peakMegabytes: Int

    enum CodingKeys: String, CodingKey {
        case name, title, precision, seconds
        case imagesPerStep = "images_per_step"
        case peakShare = "peak_share"
        case peakMegabytes = "peak_megabytes"
    }

    var medianSeconds: Double {
        let sorted = seconds.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    var imagesPerSecond: Double { Double(imagesPerStep) / medianSeconds }

    /// Times a step in this process, after two that are not counted.
    init(timing step: BenchmarkStep, _ precision: Precision, repetitions: Int) {
        let run = step.prepare(precision)
        run()
        let operations = ArithmeticCount.during(run)
        seconds = (0..<repetitions).map { _ in
            let start = ContinuousClock.now
            run()
            return (ContinuousClock.now - start) / .seconds(1)
        }
        name = step.name
        title = step.title
        self.precision = precision
        imagesPerStep = step.imagesPerStep
        peakMegabytes = Self.peakMegabytes
        peakShare = 0
        peakShare = Double(operations) / medianSeconds / ArithmeticPeak.measure(precision.dtype)
    }

    private static var peakMegabytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1024
    }
}
