import Foundation
import Testing

@testable import TensorEngine

/// The engine's own exponential, and the sigmoid that is made of it, against the C library's in double precision.
@Suite struct ExponentialTests {
    /// From where the result is 0 in single precision, over numbers below the least normal one, to where it is infinite.
    @Test func isExactToSinglePrecision() {
        let points = (-110_000...95_000).map { Float($0) * 1e-3 } + [1e-30, -1e-30, 88.7228, -3e38, 3e38]
        let found = Tensor(points, shape: [points.count]).exponential().floats
        for (x, y) in zip(points, found) {
            let exact = exp(Double(x))
            // Below the least normal number there are fewer places.
            let isNear = abs(Double(y) - exact) <= 3e-7 * exact + 2 * Double(Float.leastNonzeroMagnitude)
            if !isNear && !(y == .infinity && exact > Double(Float.greatestFiniteMagnitude)) {
                Issue.record("the exponential of \(x) is \(y) where \(exact) was expected")
                return
            }
        }
    }

    @Test func sigmoidIsExactToSinglePrecision() {
        let points = (-100_000...100_000).map { Float($0) * 1e-3 } + [3e38, -3e38]
        let found = Tensor(points, shape: [points.count]).sigmoid().floats
        for (x, y) in zip(points, found) {
            let exact = 1 / (1 + exp(-Double(x)))
            if abs(Double(y) - exact) > 4e-7 * exact + 1e-38 {
                Issue.record("the sigmoid of \(x) is \(y) where \(exact) was expected")
                return
            }
        }
    }

    @Test func infinityAndNaN() {
        let points = Tensor([.infinity, -.infinity, .nan, 0], shape: [4])
        let found = points.exponential().floats
        #expect(found[0] == .infinity && found[1] == 0 && found[2].isNaN && found[3] == 1)
        let sigmoids = points.sigmoid().floats
        #expect(sigmoids[0] == 1 && sigmoids[1] == 0 && sigmoids[2].isNaN && sigmoids[3] == 0.5)
    }
}
