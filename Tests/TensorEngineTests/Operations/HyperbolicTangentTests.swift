import Foundation
import Testing

@testable import TensorEngine

/// The engine's own tanh against the C library's in double precision.
@Suite struct HyperbolicTangentTests {
    @Test func isExactToSinglePrecision() {
        let points = (-200_000...200_000).map { Float($0) * 6e-5 } + [1e-30, -1e-30, 1e-4, 50, -50, 3e38]
        let found = Tensor(points, shape: [points.count]).tanh().floats
        for (x, y) in zip(points, found) {
            let exact = Foundation.tanh(Double(x))
            if abs(Double(y) - exact) > 3e-7 * abs(exact) + 1e-37 {
                Issue.record("tanh(\(x)) is \(y) where \(exact) was expected")
                return
            }
        }
    }

    @Test func infinityAndNaN() {
        let found = Tensor([.infinity, -.infinity, .nan, 0, -0.0], shape: [5]).tanh().floats
        #expect(found[0] == 1 && found[1] == -1 && found[2].isNaN)
        #expect(found[3] == 0 && found[3].sign == .plus && found[4].sign == .minus)
    }
}
