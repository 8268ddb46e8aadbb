/// Sharing a whole number of samples over classes.
public enum Apportionment {
    /// Shares `total` over classes in proportion to their weights, by largest remainders, with a limit for each class.
    ///
    /// Each class gets its exact quota rounded down; what is left goes, one each, to the largest remainders, and among equal
    /// remainders to the earlier class. What a class cannot hold is shared over the others in the same way. Where only classes
    /// of weight 0 have room left, they share it evenly. All arithmetic is in whole numbers, so the sum is exact.
    ///
    /// - Parameters:
    ///   - total: how many to share, not negative.
    ///   - weights: one a class, not negative.
    ///   - limits: how many each class can hold at most; `nil` where there is no limit.
    /// - Returns: one share a class. They sum to `total`, or to the sum of the limits where that is less.
    /// - Complexity: O(classes² · log classes).
    public static func shares(of total: Int, weights: [Int], limits: [Int]? = nil) -> [Int] {
        let limits = limits ?? weights.map { _ in Int.max }
        precondition(
            total >= 0 && limits.count == weights.count && (weights + limits).allSatisfy { $0 >= 0 },
            "Apportionment: \(total) over weights \(weights) with limits \(limits)")
        var shares = weights.map { _ in 0 }
        var open = weights.indices.filter { limits[$0] > 0 }
        var rest = total
        while rest > 0, !open.isEmpty {
            let openWeights = open.map { weights[$0] }
            let isWeightless = openWeights.allSatisfy { $0 == 0 }
            let quotas = largestRemainder(rest, isWeightless ? openWeights.map { _ in 1 } : openWeights)
            guard zip(open, quotas).contains(where: { place, quota in quota > limits[place] }) else {
                for (place, quota) in zip(open, quotas) { shares[place] = quota }
                break
            }
            // Classes that cannot hold their quota are filled, and the rest is shared anew without them.
            for (place, quota) in zip(open, quotas) where quota >= limits[place] {
                shares[place] = limits[place]
                rest -= limits[place]
            }
            open.removeAll { shares[$0] == limits[$0] }
        }
        return shares
    }

    /// - Precondition: some weight is above 0.
    private static func largestRemainder(_ total: Int, _ weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        var quotas: [Int] = []
        var remainders: [Int] = []
        for weight in weights {
            // Twice the width, because the product may not fit.
            let (quota, remainder) = sum.dividingFullWidth(total.multipliedFullWidth(by: weight))
            quotas.append(quota)
            remainders.append(remainder)
        }
        let left = total - quotas.reduce(0, +)
        let order = weights.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
        for place in order.prefix(left) { quotas[place] += 1 }
        return quotas
    }
}
