/// The units that a network's single output counts a number in: those in which the whole numbers of the range, all equally frequent,
/// have mean 0 and deviation 1. So its squared error begins near 1, as other heads' losses do, whatever the range.
struct NumberScale: Sendable, Equatable {
    private let center: Double
    private let unit: Double

    init(_ range: ClosedRange<Int>) {
        center = (Double(range.lowerBound) + Double(range.upperBound)) / 2
        let count = Double(range.count)
        // Of a range of one number the deviation is 0, which nothing can be counted in.
        unit = range.count > 1 ? ((count * count - 1) / 12).squareRoot() : 1
    }

    func output(for number: Double) -> Double { (number - center) / unit }

    func number(at output: Double) -> Double { center + unit * output }
}
