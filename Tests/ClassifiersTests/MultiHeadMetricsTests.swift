import Datasets
import Foundation
import TestSupport
import Testing

@testable import Classifiers

@Suite struct MultiHeadMetricsTests {
    private let schema = LabelSchema(heads: [
        LabelHead("sex", .classes(["male", "female"])), LabelHead("age", .number(0...20)),
    ])

    /// Four images: one of the two men is taken for a woman, and ages are off by 0, 3, −6 and 1.
    @Test func classesAndNumbersAreMeasuredApart() throws {
        let layout = ClassifierOutputs(schema, numbers: .regression)
        let targets: [Label] = [[0, 4], [0, 10], [1, 18], [1, 7]].map { .indices($0) }
        let said: [(sex: [Float], age: Double)] = [([2, 0], 4), ([0, 1], 13), ([0, 5], 12), ([-1, 0], 8)]
        let outputs = said.flatMap { $0.sex + [Float(NumberScale(0...20).output(for: $0.age))] }
        let metrics = try MultiHeadMetrics(outputs: outputs, targets: targets, layout: layout)
        #expect(
            metrics.count == 4 && metrics.task == .multiHead && metrics.heads.map(\.name) == ["sex", "age"])
        let sex = try #require(metrics.heads[0].classes)
        #expect(metrics.heads[0].number == nil && metrics.heads[1].classes == nil)
        #expect(sex.overallAccuracy == 0.75 && sex.recall == ["male": 0.5, "female": 1])
        let age = try #require(metrics.heads[1].number)
        expectClose(age.meanAbsoluteError, 2.5, relative: 1e-6)
        expectClose(age.rootMeanSquaredError, (46.0 / 4).squareRoot(), relative: 1e-6)
        expectClose(age.meanError, -0.5, relative: 1e-5)
        #expect(age.withinFive == 0.75)
        expectClose(metrics.heads[1].score, 1 - 2.5 / 20, relative: 1e-6)
        expectClose(metrics.meanScore, (0.75 + 0.875) / 2, relative: 1e-6)
        let coded = try JSONDecoder().decode(MultiHeadMetrics.self, from: JSONEncoder().encode(metrics))
        #expect(coded == metrics)
    }

    @Test func labelsThatDoNotFitAreRefused() {
        let layout = ClassifierOutputs(schema, numbers: .regression)
        expectError(.badData, "image 1", "sex, age") {
            _ = try MultiHeadMetrics(
                outputs: [0, 0, 0, 0, 0, 0], targets: [.indices([0, 0]), .indices([0, 21])], layout: layout)
        }
        expectError(.badData, "nothing to measure") {
            _ = try MultiHeadMetrics(outputs: [], targets: [], layout: layout)
        }
    }
}
