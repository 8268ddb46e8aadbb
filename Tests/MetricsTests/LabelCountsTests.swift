import Classifiers
import Datasets
import Foundation
import Testing

/// The predictions of `metrics.json`, and what NumPy counts of them.
private struct Counted: Decodable {
    struct Multi: Decodable {
        let names: [String]
        let probabilities: [Float]
        let targets: [[UInt8]]
    }
    struct Single: Decodable {
        let names: [String]
        let probabilities: [Float]
        let targets: [Int]
    }
    struct Predictions: Decodable {
        let multi: Multi
        let single: Single
    }
    struct Labels: Decodable {
        let names: [String]
        let correlation: [[Double?]]
        let support: [String: Int]
        let counts: [String: [[Int]]]
        let confusionMatrix: [[Int]]
        let macroF1: [String: Double]

        enum CodingKeys: String, CodingKey {
            case names, correlation, support, counts
            case confusionMatrix = "confusion_matrix"
            case macroF1 = "macro_f1"
        }
    }

    let predictions: Predictions
    let labels: Labels

    init() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/reports")
        func read<Value: Decodable>(_ name: String) throws -> Value {
            try JSONDecoder().decode(
                Value.self, from: Data(contentsOf: folder.appendingPathComponent(name)))
        }
        predictions = try read("metrics.json")
        labels = try read("labels.json")
    }

    func multiLabel() throws -> ClassifierMetrics {
        try ClassifierMetrics(
            probabilities: predictions.multi.probabilities,
            targets: predictions.multi.targets.map(Label.bits),
            schema: LabelSchema(task: .multiLabel, names: predictions.multi.names))
    }

    func singleLabel() throws -> ClassifierMetrics {
        try ClassifierMetrics(
            probabilities: predictions.single.probabilities,
            targets: predictions.single.targets.map(Label.index),
            schema: LabelSchema(task: .singleLabel, names: predictions.single.names))
    }
}

@Suite struct LabelCountsTests {
    @Test func countsOfBitsAgreeWithNumPy() throws {
        let counted = try Counted()
        let metrics = try counted.multiLabel()
        #expect(metrics.support == counted.labels.support)
        #expect(metrics.confusionMatrix == nil)
        let encoded = try JSONEncoder().encode(metrics.confusion)
        #expect(try JSONDecoder().decode([String: [[Int]]].self, from: encoded) == counted.labels.counts)
        #expect(abs(try #require(metrics.macroF1) - counted.labels.macroF1["multi", default: 0]) < 1e-12)
    }

    @Test func theConfusionMatrixAgreesWithNumPy() throws {
        let counted = try Counted()
        let metrics = try counted.singleLabel()
        let matrix = try #require(metrics.confusionMatrix)
        #expect(matrix.labels == counted.predictions.single.names)
        #expect(matrix.counts == counted.labels.confusionMatrix)
        #expect(abs(try #require(metrics.macroF1) - counted.labels.macroF1["single", default: 0]) < 1e-12)
        for (row, label) in matrix.labels.enumerated() {
            #expect(matrix.support(row) == metrics.support[label])
            #expect(matrix.shares(row)?[row] == metrics.accuracy[label])
        }
        let json = try JSONEncoder().encode(metrics)
        #expect(try JSONDecoder().decode(ClassifierMetrics.self, from: json) == metrics)
    }

    @Test func mistakesComeByTheShareOfTheirClass() {
        let matrix = ConfusionMatrix(
            labels: ["a", "b", "c"], counts: [[90, 10, 0], [5, 5, 0], [0, 0, 0]])
        #expect(matrix.mistakes.map(\.actual) == ["b", "a"])
        #expect(matrix.mistakes.map(\.predicted) == ["a", "b"])
        #expect(matrix.mistakes.map(\.share) == [0.5, 0.1])
        #expect(matrix.shares(2) == nil)
    }

    @Test(arguments: [
        #"{"labels": ["a", "b"], "counts": [[1, 2]]}"#, #"{"labels": ["a"], "counts": [[1, 2]]}"#,
        #"{"labels": ["a"], "counts": [[-1]]}"#,
    ])
    func matricesThatAreNoSquareAreRefused(_ json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ConfusionMatrix.self, from: Data(json.utf8))
        }
    }

    @Test func labelsThatNobodyHasAndNobodyIsGivenDoNotCountInMacroF1() throws {
        let metrics = try ClassifierMetrics(
            probabilities: [0.9, 0.1, 0.9, 0.1], targets: [.bits([1, 0]), .bits([0, 0])],
            schema: LabelSchema(task: .multiLabel, names: ["Male", "Bald"]))
        #expect(metrics.f1.keys.sorted() == ["Male"])
        #expect(metrics.macroF1 == metrics.f1["Male"])
        #expect(metrics.support == ["Male": 1, "Bald": 0])
    }

    @Test func correlationsAgreeWithNumPy() throws {
        let counted = try Counted()
        let labels = counted.predictions.multi.targets.map { Label.bits($0 + [1, 0]) }
        let correlation = LabelCorrelation(
            labels, schema: LabelSchema(task: .multiLabel, names: counted.labels.names))
        #expect(correlation.names == counted.labels.names && correlation.imageCount == labels.count)
        for (ours, theirs) in zip(correlation.values, counted.labels.correlation) {
            for (our, their) in zip(ours, theirs) {
                #expect((our == nil) == (their == nil))
                #expect(abs((our ?? 0) - (their ?? 0)) < 1e-12)
            }
        }
        // Three labels vary, and so three pairs of them have a correlation.
        let magnitudes = correlation.strongestPairs.map { abs($0.value) }
        #expect(magnitudes.count == 3 && magnitudes == magnitudes.sorted(by: >))
    }

    @Test func oneLabelOfManyExcludesTheOthers() {
        let schema = LabelSchema(task: .singleLabel, names: ["a", "b", "never"])
        let correlation = LabelCorrelation([.index(0), .index(1), .index(0)], schema: schema)
        #expect(correlation.values == [[1, -1, nil], [-1, 1, nil], [nil, nil, nil]])
        let frequencies = LabelFrequencies([.index(0), .index(1), .index(0)], schema: schema)
        #expect(frequencies.counts == [2, 1, 0] && frequencies.share(0) == 2.0 / 3)
        #expect(LabelFrequencies([], schema: schema).share(0) == 0)
    }

    @Test func labelsOfHeadsStandBehindEachOther() {
        let schema = LabelSchema(heads: [
            LabelHead("gender", .classes(["male", "female"])), LabelHead("age", .number(0...2)),
        ])
        #expect(schema.positions(of: .indices([1, 2])) == [1, 4])
        #expect(
            LabelFrequencies([.indices([1, 2]), .indices([1, 0])], schema: schema).counts == [0, 2, 1, 0, 1])
    }
}
