import TestSupport
import Testing

/// The comparisons themselves: a test that cannot fail proves nothing.
@Suite struct ExpectationTests {
    @Test func namesTheWorstElement() {
        let text = difference(
            [1, 2.5, 3, 9] as [Float], [1, 2, 3, 8] as [Double], relative: 0.1, absolute: 0)
        #expect(text?.hasPrefix("2 of 4 numbers differ; worst is [1]: 2.5 where 2.0 was expected") == true)
        #expect(difference([1, 2] as [Float], [1, 2.19] as [Float], relative: 0.1, absolute: 0) == nil)
        #expect(difference([0.5] as [Float], [0] as [Float], relative: 1, absolute: 0.5) == nil)
        #expect(difference([1] as [Float], [1, 2] as [Float], relative: 1, absolute: 1) != nil)
    }

    @Test func nothingAgreesWithNaN() {
        #expect(difference([Float.nan], [1.0], relative: 1e9, absolute: 1e9) != nil)
        #expect(difference([1.0], [Double.nan], relative: 1e9, absolute: 1e9) != nil)
        #expect(difference([Float.infinity], [-Double.infinity], relative: 1e9, absolute: 1e9) != nil)
        #expect(
            difference([Float.infinity, .nan], [Double.infinity, .nan], relative: 0, absolute: 0) == nil)
    }

    @Test func everyFailureNamesItsParameters() {
        var visited: [Int] = []
        withKnownIssue {
            withEvery("outer", in: [7]) { outer in
                withEvery("inner", in: 1...3) { inner in
                    visited.append(outer * inner)
                    expectClose(inner == 2 ? 0 : 1, 1.0)
                }
            }
        } matching: { issue in
            let text = issue.comments.map(\.rawValue).joined()
            return text.contains("with inner = 2") || text.contains("with outer = 7")
                || text.contains("1 of 1 numbers")
        }
        #expect(visited == [7, 14, 21])
    }

    @Test func sampleCatchesAChangedElement() throws {
        let sample = try FixtureFile.decode(SampledTensor.self, from: "pytorch/sample.json")
        let values = FixtureRandom.uniform(name: "sample", count: 35, low: -1, high: 1)
        #expect(sample.difference(from: values, tolerance: 1e-6) == nil)
        #expect(sample.difference(from: Array(values.dropLast()), tolerance: 1) != nil)
        withEvery("index", in: values.indices) { index in
            var changed = values
            changed[index] += 0.01
            #expect(sample.difference(from: changed, tolerance: 1e-5) != nil)
        }
    }
}
