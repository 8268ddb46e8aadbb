import Classifiers
import Datasets
import Foundation
import Testing
import Workspace

/// What scikit-learn made of the same predictions.
private struct Oracle: Decodable {
    struct Measures: Decodable {
        let accuracy, balanced, precision, recall, f1: Double
    }
    struct Group: Decodable {
        let count: Int
        let accuracy, both: Double
    }
    struct Multi: Decodable {
        let names: [String]
        let probabilities: [Float]
        let targets: [[UInt8]]
        let labels: [String: Measures]
        let mean, overall: Double
        let groups: [String: Group]
    }
    struct Single: Decodable {
        let names: [String]
        let probabilities: [Float]
        let targets: [Int]
        let labels: [String: Measures]
        let mean, overall: Double
    }
    let multi: Multi
    let single: Single

    static func load() throws -> Oracle {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/reports/metrics.json")
        return try JSONDecoder().decode(Oracle.self, from: Data(contentsOf: url))
    }
}

private func isClose(_ left: Double?, _ right: Double) -> Bool {
    left.map { abs($0 - right) < 1e-12 } ?? false
}

@Suite struct ClassifierMetricsTests {
    @Test func multiLabelAgreesWithScikitLearn() throws {
        let oracle = try Oracle.load().multi
        let metrics = try ClassifierMetrics(
            probabilities: oracle.probabilities, targets: oracle.targets.map(Label.bits),
            schema: LabelSchema(task: .multiLabel, names: oracle.names), groupedBy: ("Male", "Blond_Hair"))
        for (name, expected) in oracle.labels {
            #expect(isClose(metrics.accuracy[name], expected.accuracy), "\(name)")
            #expect(isClose(metrics.balancedAccuracy[name], expected.balanced), "\(name)")
            #expect(isClose(metrics.precision[name], expected.precision), "\(name)")
            #expect(isClose(metrics.recall[name], expected.recall), "\(name)")
            #expect(isClose(metrics.f1[name], expected.f1), "\(name)")
        }
        #expect(isClose(metrics.meanAccuracy, oracle.mean))
        #expect(isClose(metrics.overallAccuracy, oracle.overall))
        #expect(metrics.groups.count == oracle.groups.count)
        for group in metrics.groups {
            let expected = try #require(oracle.groups[group.name], "\(group.name)")
            #expect(group.count == expected.count)
            #expect(isClose(group.accuracy, expected.accuracy))
            #expect(isClose(group.definingLabelsRight, expected.both))
        }
        let lowest = oracle.groups.min { $0.value.accuracy < $1.value.accuracy }
        #expect(metrics.worstGroup?.name == lowest?.key)
    }

    @Test func singleLabelAgreesWithScikitLearn() throws {
        let oracle = try Oracle.load().single
        let metrics = try ClassifierMetrics(
            probabilities: oracle.probabilities, targets: oracle.targets.map(Label.index),
            schema: LabelSchema(task: .singleLabel, names: oracle.names))
        for (name, expected) in oracle.labels {
            #expect(isClose(metrics.accuracy[name], expected.recall), "\(name)")
            #expect(isClose(metrics.balancedAccuracy[name], expected.balanced), "\(name)")
            #expect(isClose(metrics.precision[name], expected.precision), "\(name)")
            #expect(isClose(metrics.f1[name], expected.f1), "\(name)")
        }
        #expect(isClose(metrics.meanAccuracy, oracle.mean))
        #expect(isClose(metrics.overallAccuracy, oracle.overall))
        // Anger has fewer test images than a group needs.
        #expect(oracle.targets.count { $0 == 0 } < GroupAccuracy.minimumCount)
        #expect(metrics.groups.map(\.name) == ["Fear", "Happy", "Neutral"])
    }

    @Test func smallGroupsAreLeftOut() throws {
        let schema = LabelSchema(task: .multiLabel, names: ["Male", "Blond"])
        let targets =
            Array(repeating: Label.bits([1, 1]), count: 19) + Array(repeating: .bits([1, 0]), count: 20)
        let metrics = try ClassifierMetrics(
            probabilities: Array(repeating: [0.9, 0.1], count: 39).flatMap { $0 }, targets: targets,
            schema: schema,
            groupedBy: ("Male", "Blond"))
        #expect(metrics.groups.map(\.name) == ["Male & not Blond"])
        #expect(metrics.groups.first?.accuracy == 1)
        let left = ["Male & Blond", "not Male & Blond", "not Male & not Blond"]
        #expect(
            metrics.groupsLeftOut.map(\.name) == left && metrics.groupsLeftOut.map(\.count) == [19, 0, 0])
        #expect(GroupSize.note(metrics.groupsLeftOut)?.contains("fewer than 20 images") == true)
        let json = String(decoding: try JSONEncoder().encode(metrics), as: UTF8.self)
        for key in ["mean_accuracy", "groups_left_out", "defining_labels_right"] {
            #expect(json.contains("\"\(key)\""), "\(key)")
        }
        #expect(try JSONDecoder().decode(ClassifierMetrics.self, from: Data(json.utf8)) == metrics)
    }

    @Test func undefinedValuesAreMissing() throws {
        // Nobody is Male: no recall, hence no balanced accuracy; nobody is said to be, so no precision and no F1.
        let metrics = try ClassifierMetrics(
            probabilities: [0.1, 0.2], targets: [.bits([0]), .bits([0])],
            schema: LabelSchema(task: .multiLabel, names: ["Male"]))
        #expect(metrics.accuracy == ["Male": 1])
        #expect(metrics.recall.isEmpty && metrics.balancedAccuracy.isEmpty)
        #expect(metrics.precision.isEmpty && metrics.f1.isEmpty)
    }

    @Test func absentClassesDoNotCountInTheMean() throws {
        let metrics = try ClassifierMetrics(
            probabilities: [0.7, 0.2, 0.1, 0.4, 0.5, 0.1], targets: [.index(0), .index(0)],
            schema: LabelSchema(task: .singleLabel, names: ["a", "b", "c"]))
        #expect(metrics.meanAccuracy == 0.5)
        #expect(metrics.accuracy == ["a": 0.5])
    }

    @Test func oneHalfIsNotAboveOneHalf() throws {
        let metrics = try ClassifierMetrics(
            probabilities: [0.5], targets: [.bits([0])],
            schema: LabelSchema(task: .multiLabel, names: ["Male"]))
        #expect(metrics.meanAccuracy == 1)
    }

    @Test(arguments: [Float.nan, .infinity, -0.01, 1.01])
    func impossibleProbabilitiesAreRefused(_ value: Float) {
        let schema = LabelSchema(task: .multiLabel, names: ["Male", "Young"])
        let error = #expect(throws: WinnowError.self) {
            try ClassifierMetrics(
                probabilities: [0.5, 0.5, 0.5, value], targets: [.bits([0, 1]), .bits([1, 1])], schema: schema
            )
        }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("Young for test image 1") == true)
    }

    @Test(arguments: [Label.bits([1]), .bits([2, 0]), .index(0)])
    func labelsThatDoNotFitAreRefused(_ label: Label) {
        #expect(throws: WinnowError.self) {
            try ClassifierMetrics(
                probabilities: [0.5, 0.5], targets: [label],
                schema: LabelSchema(task: .multiLabel, names: ["Male", "Young"]))
        }
    }

    @Test func emptyTestSetsAndUnknownGroupsAreRefused() {
        let schema = LabelSchema(task: .multiLabel, names: ["Male", "Young"])
        #expect(throws: WinnowError.self) {
            try ClassifierMetrics(probabilities: [], targets: [], schema: schema)
        }
        for pair in [("Male", "Bald"), ("Male", "Male")] {
            let error = #expect(throws: WinnowError.self) {
                try ClassifierMetrics(
                    probabilities: [0.5, 0.5], targets: [.bits([1, 0])], schema: schema, groupedBy: pair)
            }
            #expect(error?.kind == .badRecipe)
        }
    }
}
