import TensorEngine
import Testing

@testable import Pools

@Suite struct ApportionmentTests {
    @Test func knownShares() {
        #expect(Apportionment.shares(of: 10, weights: [1, 1, 1]) == [4, 3, 3])
        #expect(
            Apportionment.shares(of: 100, weights: [47_000, 16_000, 15_900, 12_000, 6_000, 3_100]) == [
                47, 16, 16, 12, 6, 3,
            ])
        #expect(Apportionment.shares(of: 7, weights: [0, 1]) == [0, 7])
        #expect(Apportionment.shares(of: 7, weights: [0, 0]) == [4, 3])
        #expect(Apportionment.shares(of: 0, weights: [1, 2]) == [0, 0])
    }

    @Test func whatAClassCannotHoldGoesToTheOthers() {
        #expect(Apportionment.shares(of: 12, weights: [1, 1, 1], limits: [2, 100, 100]) == [2, 5, 5])
        #expect(Apportionment.shares(of: 12, weights: [2, 1, 1], limits: [0, 4, 100]) == [0, 4, 8])
        #expect(Apportionment.shares(of: 12, weights: [1, 0, 0], limits: [4, 100, 100]) == [4, 4, 4])
        #expect(Apportionment.shares(of: 12, weights: [1, 1], limits: [3, 4]) == [3, 4])
    }

    @Test func largeNumbersDoNotOverflow() {
        let shares = Apportionment.shares(of: 1 << 40, weights: [1 << 40, 1 << 40, 1 << 41])
        #expect(shares == [1 << 38, 1 << 38, 1 << 39])
    }

    /// For any numbers: the sum is exact, limits hold, and without limits each share is its quota rounded up or down.
    @Test func sharesAreFair() {
        var stream = RandomStream(seed: 1, name: "tests/apportionment")
        for turn in 0..<2000 {
            let count = Int.random(in: 1...8, using: &stream)
            let weights = (0..<count).map { _ in Int.random(in: 0...50, using: &stream) }
            let limits = (0..<count).map { _ in Int.random(in: 0...60, using: &stream) }
            let total = Int.random(in: 0...300, using: &stream)
            let context = "turn \(turn): \(total) over \(weights), limits \(limits)"
            let free = Apportionment.shares(of: total, weights: weights)
            #expect(free.reduce(0, +) == total, "\(context)")
            let sum = weights.reduce(0, +)
            if sum > 0 {
                for (share, weight) in zip(free, weights) {
                    #expect(abs(share * sum - total * weight) < sum, "\(context)")
                }
            }
            let limited = Apportionment.shares(of: total, weights: weights, limits: limits)
            #expect(limited.reduce(0, +) == min(total, limits.reduce(0, +)), "\(context)")
            #expect(zip(limited, limits).allSatisfy { $0 <= $1 }, "\(context)")
            // A limit on one class never costs another one more than a rounding.
            for index in 0..<count where limited[index] < limits[index] && limited.reduce(0, +) == total {
                #expect(limited[index] >= free[index] - 1, "\(context)")
            }
        }
    }
}
