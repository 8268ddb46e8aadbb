import Datasets
import TensorEngine
import Testing
import Workspace

@testable import Pools

@Suite struct GenerationPlanTests {
    static let faces = LabelSchema(
        task: .multiLabel, names: ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"])
    static let expressions = LabelSchema(task: .singleLabel, names: ["Neutral", "Happy", "Sad", "Surprise"])

    static func allBits(_ count: Int) -> [[UInt8]] {
        (0..<1 << count).map { number in (0..<count).map { UInt8(number >> $0 & 1) } }
    }

    @Test func hairColoursExcludeEachOther() {
        let targets = TranslationTargets.targets(for: .bits([1, 0, 0, 1, 0]), schema: Self.faces)
        #expect(
            targets.map(\.label) == [
                .bits([1, 0, 0, 1, 0]), .bits([0, 1, 0, 1, 0]), .bits([0, 0, 1, 1, 0]),
                .bits([1, 0, 0, 0, 0]),
                .bits([1, 0, 0, 1, 1]),
            ])
        #expect(targets.map(\.classIndex) == [0, 1, 2, 3, 4])
    }

    @Test func otherHairIsFlipped() {
        let schema = LabelSchema(
            task: .multiLabel, names: ["Wavy_Hair", "Gray_Hair", "Straight_Hair", "Brown_Hair"])
        let targets = TranslationTargets.targets(for: .bits([1, 0, 1, 1]), schema: schema)
        #expect(
            targets.map(\.label) == [
                .bits([0, 0, 1, 1]), .bits([1, 1, 1, 0]), .bits([1, 0, 0, 1]), .bits([1, 0, 1, 1]),
            ])
    }

    @Test func aClassIsTranslatedToEachOther() {
        let targets = TranslationTargets.targets(for: .index(2), schema: Self.expressions)
        #expect(targets.map(\.label) == [.index(0), .index(1), .index(3)])
        #expect(targets.map(\.classIndex) == [0, 1, 3])
    }

    /// The class is found again from the two labels, whatever the source and the attributes.
    @Test(arguments: [
        ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"],
        ["Male", "Gray_Hair", "Young", "Black_Hair"],
        ["Smiling", "Male"], ["Blond_Hair"], ["Young", "Blond_Hair"],
    ])
    func theTranslatedAttributeIsDerived(_ names: [String]) {
        let schema = LabelSchema(task: .multiLabel, names: names)
        for bits in Self.allBits(names.count) {
            for target in TranslationTargets.targets(for: .bits(bits), schema: schema) {
                #expect(
                    TranslatedAttribute.classIndex(source: .bits(bits), target: target.label, schema: schema)
                        == target.classIndex, "\(names): \(bits) to \(target)")
            }
        }
    }

    @Test func foreignTranslationsHaveAClassToo() {
        func classIndex(_ source: [UInt8], _ target: [UInt8]) -> Int {
            TranslatedAttribute.classIndex(source: .bits(source), target: .bits(target), schema: Self.faces)
        }
        #expect(classIndex([1, 0, 0, 0, 1], [0, 1, 0, 1, 1]) == 1)
        #expect(classIndex([1, 0, 0, 1, 1], [1, 0, 0, 0, 0]) == 3)
        #expect(classIndex([1, 0, 0, 1, 1], [0, 0, 0, 1, 1]) == 0)
        #expect(classIndex([0, 0, 0, 0, 1], [0, 0, 0, 0, 1]) == 4)
        #expect(classIndex([0, 0, 0, 0, 0], [0, 0, 0, 0, 0]) == 0)
    }

    static func labels(_ schema: LabelSchema, _ count: Int, skew: Bool = true) -> [Label] {
        var stream = RandomStream(seed: 3, name: "tests/labels")
        return (0..<count).map { _ in
            if schema.task == .singleLabel {
                let index = Int.random(in: 0..<schema.count, using: &stream)
                return .index(skew ? min(index, Int.random(in: 0..<schema.count, using: &stream)) : index)
            }
            return .bits((0..<schema.count).map { _ in UInt8.random(in: 0...1, using: &stream) })
        }
    }

    @Test(arguments: [faces, expressions], [0.1, 0.5, 1, 2.4, 3, 7, 12])
    func countsAreExactAndEven(_ schema: LabelSchema, _ fold: Double) throws {
        let labels = Self.labels(schema, 61)
        let plan = try GenerationPlan(labels: labels, schema: schema, fold: fold, seed: 5)
        #expect(plan.count == Int((fold * 61).rounded()))
        let samples = (0..<plan.count).map { plan[$0] }
        var counts = [Int](repeating: 0, count: schema.count)
        for sample in samples { counts[sample.classIndex] += 1 }
        #expect(counts == plan.countPerClass)
        #expect(counts.max()! - counts.min()! <= 1)
        #expect(Set(samples.map { [$0.row, $0.classIndex, $0.pass] }).count == samples.count)
        for sample in samples {
            #expect(sample.source == labels[sample.row])
            #expect(sample.isMirrored == (sample.pass % 2 == 1))
            #expect(
                TranslatedAttribute.classIndex(source: sample.source, target: sample.target, schema: schema)
                    == sample.classIndex)
            if schema.task == .singleLabel { #expect(sample.source != sample.target) }
        }
        // A pass is begun only when the one before is complete: no image is repeated while another has not had its turn.
        for classIndex in 0..<schema.count {
            let own = samples.filter { $0.classIndex == classIndex }
            let candidates = labels.count { $0 != .index(classIndex) }
            for pass in 0..<(own.map(\.pass).max() ?? 0) {
                #expect(own.count { $0.pass == pass } == candidates)
            }
        }
    }

    @Test func aFoldOfOneShowsEveryFace() throws {
        let labels = Self.labels(Self.faces, 100)
        let plan = try GenerationPlan(labels: labels, schema: Self.faces, fold: 1, seed: 0)
        #expect(Set((0..<plan.count).map { plan[$0].row }).count == 100)
    }

    /// However many labels there are, and whether or not they divide the number of images.
    @Test(arguments: [1, 2, 3, 5, 12], [1, 2, 3, 5])
    func aWholeFoldUsesEveryImageEquallyOften(_ fold: Int, _ attributes: Int) throws {
        let schema = LabelSchema(task: .multiLabel, names: Array(Self.faces.names.prefix(attributes)))
        for count in [1, 7, 80, 81] {
            let plan = try GenerationPlan(
                labels: Self.labels(schema, count), schema: schema, fold: Double(fold), seed: 2)
            var uses = [Int](repeating: 0, count: count)
            for position in 0..<plan.count { uses[plan[position].row] += 1 }
            #expect(uses.allSatisfy { $0 == fold }, "\(count) images: \(uses)")
        }
    }

    @Test func aFoldOfOneUsesEveryImageOfOneLabelOnce() throws {
        let plan = try GenerationPlan(
            labels: Self.labels(Self.expressions, 80), schema: Self.expressions, fold: 1, seed: 0)
        #expect(Set((0..<plan.count).map { plan[$0].row }).count == 80 && plan.count == 80)
    }

    @Test func theSeedDecidesTheOrder() throws {
        let labels = Self.labels(Self.faces, 40)
        func samples(_ seed: UInt64) throws -> [GenerationPlan.Sample] {
            let plan = try GenerationPlan(labels: labels, schema: Self.faces, fold: 12, seed: seed)
            return (0..<plan.count).map { plan[$0] }
        }
        #expect(try samples(1) == samples(1))
        #expect(try samples(1) != samples(2))
    }

    @Test func repeatsDiffer() throws {
        let labels = Self.labels(Self.faces, 20)
        let plan = try GenerationPlan(labels: labels, schema: Self.faces, fold: 20, seed: 1)
        let samples = (0..<plan.count).map { plan[$0] }
        let inputs = samples.map { sample in
            let offset = plan.cropOffset(of: sample)
            #expect((sample.pass < 2) == (offset == (0, 0)))
            #expect(abs(offset.right) <= 1 / 32 && abs(offset.down) <= 1 / 32)
            return "\(sample.row) \(sample.classIndex) \(sample.isMirrored) \(offset)"
        }
        #expect(Set(inputs).count == inputs.count)
    }

    @Test func aClassWithoutSourcesLeavesItsPartToTheOthers() throws {
        let labels = [Label](repeating: .index(1), count: 10)
        let plan = try GenerationPlan(labels: labels, schema: Self.expressions, fold: 6, seed: 0)
        #expect(plan.countPerClass == [20, 0, 20, 20])
    }

    @Test func plansWithoutSenseAreRefused() {
        let labels = Self.labels(Self.faces, 3)
        for fold in [0, -1, .nan, .infinity, 0.01, 1e300] {
            expectError(.badRecipe, "fold") {
                _ = try GenerationPlan(labels: labels, schema: Self.faces, fold: fold, seed: 0)
            }
        }
        expectError(.badData, "0 images") {
            _ = try GenerationPlan(labels: [], schema: Self.faces, fold: 1, seed: 0)
        }
    }
}
