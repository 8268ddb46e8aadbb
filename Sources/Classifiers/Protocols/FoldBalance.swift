/// How evenly labels are spread over folds that are being filled.
struct FoldBalance {
    /// Folds that differ by less than this in evenness are equals: their sums of roots differ by rounding alone.
    private static let tolerance = 1e-12

    /// In the whole data, of each column.
    private let totals: [Int]
    /// Of each fold, the images in each column.
    private var counts: [[Int]]
    /// Of each fold.
    private var images: [Int]
    /// Of each column, over the folds: the sum of the counts and of their squares.
    private var sums: [Int]
    private var squares: [Int]

    init(folds: Int, totals: [Int]) {
        self.totals = totals
        counts = Array(repeating: [Int](repeating: 0, count: totals.count), count: folds)
        images = [Int](repeating: 0, count: folds)
        sums = [Int](repeating: 0, count: totals.count)
        squares = sums
    }

    /// Adds a group to the fold where that leaves the columns' shares most even, of equals to the one with the fewest images.
    ///
    /// - Returns: the fold.
    mutating func add(_ group: [(column: Int, count: Int)], images number: Int) -> Int {
        var best = 0
        var least = Double.infinity
        for fold in counts.indices {
            let unevenness = unevenness(with: group, in: fold)
            let isBetter =
                unevenness < least - Self.tolerance
                || unevenness <= least + Self.tolerance && images[fold] < images[best]
            if isBetter { (best, least) = (fold, unevenness) }
        }
        for (column, count) in group {
            let before = counts[best][column]
            counts[best][column] += count
            sums[column] += count
            squares[column] += (before + count) * (before + count) - before * before
        }
        images[best] += number
        return best
    }

    /// The standard deviations over the folds of the shares of the columns' images, summed over the group's columns: the others
    /// stay as they are, whichever fold takes the group.
    private func unevenness(with group: [(column: Int, count: Int)], in fold: Int) -> Double {
        let folds = counts.count
        return group.reduce(0) { total, entry in
            let before = counts[fold][entry.column]
            let after = before + entry.count
            let square = squares[entry.column] + after * after - before * before
            let sum = sums[entry.column] + entry.count
            // Whole numbers, so that folds that are alike are exactly so.
            let variance = folds * square - sum * sum
            return total + Double(variance).squareRoot() / Double(folds * totals[entry.column])
        }
    }
}
