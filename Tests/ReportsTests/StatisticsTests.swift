import Foundation
import Testing

@testable import Reports

private struct Oracle: Decodable {
    struct Beta: Decodable { let x, a, b, value: Double }
    struct Critical: Decodable { let df, probability, t: Double }
    struct Paired: Decodable {
        let treatment, reference: [Double]
        let difference, low, high, sd, p: Double
    }
    let incompleteBeta: [Beta]
    let critical: [Critical]
    let paired: [Paired]

    static func load() throws -> Oracle {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Oracle.self, from: Data(contentsOf: Fixtures.url("statistics.json")))
    }
}

private func isClose(_ left: Double, _ right: Double, relative: Double) -> Bool {
    abs(left - right) <= relative * max(abs(left), abs(right)) + 1e-300
}

@Suite struct StatisticsTests {
    @Test func incompleteBetaAgreesWithSciPy() throws {
        for entry in try Oracle.load().incompleteBeta {
            let value = regularizedIncompleteBeta(entry.x, entry.a, entry.b)
            // Near 1 the other tail is what was computed, so the difference is absolute there.
            #expect(
                isClose(value, entry.value, relative: 1e-10) || abs(value - entry.value) < 1e-14,
                "I_\(entry.x)(\(entry.a), \(entry.b))")
        }
    }

    @Test func criticalValuesAgreeWithSciPy() throws {
        for entry in try Oracle.load().critical {
            let t = StudentT(degreesOfFreedom: entry.df)
            let value = t.criticalValue(twoSidedProbability: entry.probability)
            #expect(isClose(value, entry.t, relative: 1e-9), "df \(entry.df), p \(entry.probability)")
        }
    }

    @Test func pairedTestsAgreeWithSciPy() throws {
        for entry in try Oracle.load().paired {
            let paired = try #require(
                PairedDifference(pairs: zip(entry.treatment, entry.reference).map { ($0, $1) }))
            let interval = try #require(paired.difference.interval)
            #expect(isClose(paired.difference.mean, entry.difference, relative: 1e-9))
            #expect(isClose(try #require(paired.difference.standardDeviation), entry.sd, relative: 1e-9))
            #expect(
                abs(interval.lowerBound - entry.low) < 1e-11 && abs(interval.upperBound - entry.high) < 1e-11)
            #expect(isClose(try #require(paired.p), entry.p, relative: 1e-8))
        }
    }

    @Test func oneValueHasNoInterval() throws {
        let estimate = try #require(Estimate(of: [0.9]))
        #expect(estimate.interval == nil && estimate.standardDeviation == nil && estimate.mean == 0.9)
        #expect(Estimate(of: []) == nil)
        let paired = try #require(PairedDifference(pairs: [(0.9, 0.8)]))
        #expect(paired.p == nil)
        #expect(PairedDifference(pairs: []) == nil)
    }

    @Test func differencesWithoutSpread() throws {
        // 0.3 − 0.2, 0.4 − 0.3 and 0.9 − 0.8 differ in the last bits only.
        let constant = try #require(PairedDifference(pairs: [(0.3, 0.2), (0.4, 0.3), (0.9, 0.8)]))
        #expect(constant.p == nil)
        let none = try #require(PairedDifference(pairs: [(0.3, 0.3), (0.4, 0.4)]))
        #expect(none.p == 1)
    }

    @Test func holmStepsDown() {
        // By hand: sorted .01 .02 .03 .04 → ×4 .04, ×3 .06, ×2 .06, ×1 .06 (never below the one before).
        let adjusted = holmAdjusted([0.03, 0.01, 0.04, 0.02])
        for (value, expected) in zip(adjusted, [0.06, 0.04, 0.06, 0.06]) {
            #expect(abs(value - expected) < 1e-15)
        }
        #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
        #expect(holmAdjusted([]).isEmpty)
    }
}
