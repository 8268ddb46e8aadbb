/// The middle of sorted numbers, as NumPy has it.
public enum Median {
    /// The middle number; of an even count, the mean of the two in the middle.
    ///
    /// - Precondition: there is a number.
    public static func ofSorted<Number: BinaryFloatingPoint>(_ numbers: [Number]) -> Number {
        precondition(!numbers.isEmpty, "Median: no numbers")
        let middle = numbers.count / 2
        guard numbers.count.isMultiple(of: 2) else { return numbers[middle] }
        // Halved first, because the sum of two large numbers may not fit.
        return numbers[middle - 1] / 2 + numbers[middle] / 2
    }
}
