import Datasets
import Foundation
import TensorEngine
import Testing
import Workspace

@testable import Classifiers

@Suite struct GroupedFoldsTests {
    private static let schemas: [Task: LabelSchema] = [
        .singleLabel: LabelSchema(task: .singleLabel, names: ["Happy", "Sad", "Neutral", "Fear"]),
        .multiLabel: LabelSchema(task: .multiLabel, names: ["Male", "Young", "Hat"]),
        .multiHead: LabelSchema(heads: [
            LabelHead("age", .number(0...116)), LabelHead("gender", .classes(["male", "female"])),
        ]),
    ]

    private static func example(_ number: Int, _ label: Label, group: String? = nil) -> Example {
        Example(file: URL(fileURLWithPath: "/images/\(number).png"), label: label, group: group)
    }

    /// Images with rare and frequent labels, of people with one image to many and of images that belong to nobody.
    private static func examples(_ count: Int, _ task: Task, _ stream: inout RandomStream) -> [Example] {
        let people = Int.random(in: 8...max(8, count / 2), using: &stream)
        return (0..<count).map { number in
            let label: Label =
                switch task {
                case .singleLabel: .index(Int(4 * pow(stream.uniform(), 3)))
                case .multiLabel: .bits([0.5, 0.2, 0.03].map { stream.bernoulli($0) ? 1 : 0 })
                case .multiHead: .indices([Int(116 * stream.uniform()), stream.bernoulli(0.3) ? 1 : 0])
                }
            // Some people have far more images than others.
            let person = Int(Double(people) * pow(stream.uniform(), 2))
            return example(number, label, group: stream.bernoulli(0.1) ? nil : "person \(person)")
        }
    }

    /// The squared distance of the folds' shares of each label from even shares, summed; and how much of it no folds could be
    /// without, as two images of a label cannot be in three folds alike.
    private static func unevenness(_ folds: [Int], of examples: [Example], _ schema: LabelSchema, count: Int)
        -> (found: Double, least: Double)
    {
        let labels = CountedLabels(schema)
        var counts = Array(repeating: [Double](repeating: 0, count: labels.names.count), count: count)
        for (example, fold) in zip(examples, folds) {
            for index in labels.indices(of: example.label) { counts[fold][index] += 1 }
        }
        var (found, least) = (0.0, 0.0)
        for label in labels.names.indices {
            let total = counts.reduce(0) { $0 + $1[label] }
            guard total > 0 else { continue }
            func distance(_ images: Double) -> Double { pow(images / total - 1 / Double(count), 2) }
            found += counts.reduce(0) { $0 + distance($1[label]) }
            let (each, over) = Int(total).quotientAndRemainder(dividingBy: count)
            least +=
                Double(over) * distance(Double(each + 1)) + Double(count - over) * distance(Double(each))
        }
        return (found, least)
    }

    @Test(arguments: Task.allCases)
    func everyImageIsInOneFoldAndEveryPersonToo(task: Task) throws {
        let schema = try #require(Self.schemas[task])
        var stream = RandomStream(seed: 1, name: "folds/\(task)")
        var (ours, random) = (0.0, 0.0)  // beyond the least possible
        for round in 0..<40 {
            let count = Int.random(in: 2...7, using: &stream)
            let examples = Self.examples(Int.random(in: 40...160, using: &stream), task, &stream)
            let folds = try GroupedFolds(examples, schema: schema, count: count, seed: UInt64(round))
            let parts = (0..<count).map(folds.members)
            #expect(parts.joined().sorted() == Array(examples.indices))
            #expect(parts.allSatisfy { !$0.isEmpty })
            for (fold, members) in parts.enumerated() {
                let others = folds.others(of: fold)
                #expect((members + others).sorted() == Array(examples.indices))
                let people = Set(members.compactMap { examples[$0].group })
                #expect(people.isDisjoint(with: others.compactMap { examples[$0].group }))
            }
            let planned = Self.unevenness(folds.folds, of: examples, schema, count: count)
            ours += planned.found - planned.least
            var unplanned = [Int](repeating: 0, count: examples.count)
            for group in GroupedFolds.groups(of: examples) {
                let fold = Int.random(in: 0..<count, using: &stream)
                for image in group { unplanned[image] = fold }
            }
            let byChance = Self.unevenness(unplanned, of: examples, schema, count: count)
            random += byChance.found - byChance.least
        }
        #expect(ours < 0.3 * random, "\(ours) where folds by chance have \(random)")
    }

    /// The data in the documentation of `sklearn.model_selection.StratifiedGroupKFold`, and the folds that its rule gives in exact
    /// arithmetic: where folds are equally good, scikit-learn's own choice follows its rounding.
    @Test func theRuleIsScikitLearns() {
        let people = [1, 1, 2, 2, 3, 3, 3, 4, 5, 5, 5, 5, 6, 6, 7, 8, 8]
        let classes = [0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let examples = zip(people, classes).enumerated().map { number, pair in
            Self.example(number, .index(pair.1), group: "\(pair.0)")
        }
        let folds = GroupedFolds.folds(
            of: GroupedFolds.groups(of: examples), examples: examples,
            schema: LabelSchema(task: .singleLabel, names: ["0", "1"]), count: 3)
        #expect(folds == [2, 2, 2, 2, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2])
    }

    /// Nobody has two images: the folds are as large as each other, and each class is in all of them alike.
    @Test func imagesOfNobodyArePartedEvenly() throws {
        let schema = try #require(Self.schemas[.singleLabel])
        let examples = (0..<60).map { Self.example($0, .index($0 % 10 == 0 ? 3 : $0 % 2)) }
        let folds = try GroupedFolds(examples, schema: schema, count: 3, seed: 4)
        for fold in 0..<3 {
            let labels = folds.members(of: fold).map { examples[$0].label }
            #expect(labels.count == 20 && labels.count { $0 == .index(3) } == 2)
        }
    }

    /// Images without any of the labels are spread like the others.
    @Test func imagesWithoutLabelsCount() throws {
        let schema = try #require(Self.schemas[.multiLabel])
        let examples = (0..<40).map { Self.example($0, .bits([$0 < 8 ? 1 : 0, 0, 0])) }
        let folds = try GroupedFolds(examples, schema: schema, count: 4, seed: 0)
        for fold in 0..<4 {
            let members = folds.members(of: fold)
            #expect(members.count == 10 && members.count { $0 < 8 } == 2)
        }
    }

    @Test func theSeedDecidesTheFolds() throws {
        let schema = try #require(Self.schemas[.singleLabel])
        var stream = RandomStream(seed: 2, name: "folds")
        let examples = Self.examples(80, .singleLabel, &stream)
        let folds = { (seed: UInt64) in
            try GroupedFolds(examples, schema: schema, count: 4, seed: seed)
        }
        #expect(try folds(5) == folds(5))
        #expect(try folds(5) != folds(6))
    }

    @Test func moreFoldsThanPeopleAreRefused() throws {
        let schema = try #require(Self.schemas[.singleLabel])
        let people = (0..<12).map { Self.example($0, .index(0), group: "\($0 % 3)") }
        expectError(.usage, "4 folds", "3 people", "at most 3") {
            _ = try GroupedFolds(people, schema: schema, count: 4, seed: 0)
        }
        #expect(try Set(GroupedFolds(people, schema: schema, count: 3, seed: 0).folds) == [0, 1, 2])
        expectError(.usage, "5 folds", "4 images") {
            _ = try GroupedFolds(
                (0..<4).map { Self.example($0, .index(0)) }, schema: schema, count: 5, seed: 0)
        }
    }
}
