import Datasets
import Foundation
import Pools
import TensorEngine
import Testing
import Workspace

@testable import Classifiers
@testable import Policies

/// What each policy makes of the small pools of Tests/Fixtures/pools.
@Suite struct SamplerTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/pools")

    private static func pool(_ task: Task) throws -> Pool {
        try Pool(folder: fixtures.appendingPathComponent(task.rawValue))
    }

    /// An untrained network: what matters is that scores follow from its logits.
    private static func classifier(_ schema: LabelSchema) -> TrainedClassifier {
        TrainedClassifier(
            model: ResNet(blockCounts: [1, 1], classes: schema.count, seed: 5),
            recipe: ClassifierRecipe(
                imageSize: 16, resize: 18,
                training: TrainingRecipe(budget: .steps(1), batch: 2, learningRate: 0.1)),
            schema: schema,
            statistics: ChannelStatistics(mean: [0.4, 0.5, 0.6], deviation: [0.3, 0.3, 0.3]), choice: nil,
            waitingShare: nil)
    }

    @Test func randomIsUniformAndFollowsItsSeed() throws {
        let pool = try Self.pool(.multiLabel)
        let scores = try RandomSampler(seed: 1).scores(of: pool).score
        #expect(scores.count == pool.count && scores.allSatisfy { (0..<1).contains($0) })
        #expect(Set(scores).count == pool.count)
        #expect(try RandomSampler(seed: 1).scores(of: pool).score == scores)
        #expect(try RandomSampler(seed: 2).scores(of: pool).score != scores)
    }

    @Test func realismIsThePools() throws {
        let pool = try Self.pool(.singleLabel)
        let scores = try RealismSampler().scores(of: pool)
        #expect(try scores == Scores(score: #require(pool.realism)))
        #expect(Set(scores.score).count > 1)
    }

    @Test func confidenceIsTheProbabilityOfTheTargetClass() throws {
        let pool = try Self.pool(.singleLabel)
        let classifier = Self.classifier(pool.header.schema)
        let logits = try classifier.logits(of: pool.source)
        let scores = try ClassConfidenceSampler(classifier: classifier).scores(of: pool)
        let probability = try #require(scores.probability)
        let width = pool.header.schema.count
        #expect(probability.count == pool.count * width)
        for sample in 0..<pool.count {
            guard case .index(let target) = pool.targets[sample] else { preconditionFailure("a class") }
            let terms = logits[sample * width..<(sample + 1) * width].map { exp(Double($0)) }
            let expected = terms[target] / terms.reduce(0, +)
            #expect(abs(Double(scores.score[sample]) - expected) < 1e-6)
            #expect(probability[sample * width + target] == scores.score[sample])
        }
        #expect(Set(scores.score).count > 1)
        let attribute = ClassConfidenceSampler(classifier: classifier, confidence: .translatedAttribute)
        #expect(try attribute.scores(of: pool) == scores)
    }

    @Test func confidenceIsTheMeanLogLikelihoodOfTheTargetBits() throws {
        let pool = try Self.pool(.multiLabel)
        let schema = pool.header.schema
        let classifier = Self.classifier(schema)
        let logits = try classifier.logits(of: pool.source)
        let whole = try ClassConfidenceSampler(classifier: classifier).scores(of: pool)
        let single = try ClassConfidenceSampler(classifier: classifier, confidence: .translatedAttribute)
            .scores(of: pool)
        #expect(whole.probability == single.probability)
        let sources = try #require(pool.sources)
        var differ = 0
        for sample in 0..<pool.count {
            guard case .bits(let bits) = pool.targets[sample] else { preconditionFailure("bits") }
            let terms = bits.enumerated().map { label, bit in
                let probability = 1 / (1 + exp(-Double(logits[sample * schema.count + label])))
                return log(bit == 1 ? probability : 1 - probability)
            }
            #expect(abs(Double(whole.score[sample]) - terms.reduce(0, +) / Double(terms.count)) < 1e-6)
            let attribute = TranslatedAttribute.classIndex(
                source: sources[sample], target: pool.targets[sample], schema: schema)
            #expect(abs(Double(single.score[sample]) - terms[attribute]) < 1e-6)
            if whole.score[sample] != single.score[sample] { differ += 1 }
        }
        #expect(differ > 0)
    }

    @Test func otherLabelsThanThePoolsAreRefused() throws {
        let pool = try Self.pool(.multiLabel)
        let names = ["Black_Hair", "Male", "Blond_Hair"]
        let sampler = ClassConfidenceSampler(
            classifier: Self.classifier(LabelSchema(task: .multiLabel, names: names)))
        do {
            _ = try sampler.scores(of: pool)
            Issue.record("no error")
        } catch let error as WinnowError {
            #expect(error.kind == .usage)
            #expect(
                error.message.contains("Black_Hair,Male,Blond_Hair") && error.message.contains("--attributes")
            )
        }
    }

    /// The sources read what the pool holds, in order and in a selection's.
    @Test func sourcesShowThePoolsImages() throws {
        let pool = try Self.pool(.multiLabel)
        let bytes = pool.header.imageByteCount
        let all = try pool.images(in: 0..<pool.count)
        let source = pool.source
        for index in [0, 11, 3, 3, 7] {
            #expect(try source.image(at: index).pixels == Array(all[index * bytes..<(index + 1) * bytes]))
        }
        #expect(source.labels == pool.targets)
        let chosen = [9, 2, 5]
        let selection = Selection(
            name: "test", index: chosen.map(Int64.init), score: [3, 2, 1],
            label: chosen.map { pool.targets[$0] })
        let selected = pool.source(of: selection)
        #expect(selected.count == 3 && selected.labels == selection.label)
        for (position, index) in chosen.enumerated() {
            #expect(
                try selected.image(at: position).pixels == Array(all[index * bytes..<(index + 1) * bytes]))
        }
    }

    @Test func policiesHaveTheirNames() {
        #expect(PolicyName(named: "rl-sam") == .realism && PolicyName(named: "rl") == .actorCritic)
        #expect(PolicyName(named: "cl-sam") == .classConfidence && PolicyName(named: "CL-SAM") == nil)
    }
}

@Suite struct PolicyDescriptionTests {
    @Test func whatIsWrittenIsReadAndDamageIsRefused() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("policy.json")
        func refusal() -> WinnowError? {
            do {
                _ = try PolicyDescription(folder: folder)
                return nil
            } catch { return error as? WinnowError }
        }
        #expect(refusal()?.kind == .missingInput)
        try PolicyDescription(kind: .classConfidence).write(to: folder)
        #expect(try PolicyDescription(folder: folder).kind == .classConfidence)
        let text = try String(contentsOf: file, encoding: .utf8)
        for (old, new, part) in [
            ("cl-sam", "magic", "damaged"), ("\"version\" : 1", "\"version\" : 9", "newer"),
            ("winnow-policy", "something", "no description"), ("}", "", "damaged"),
        ] {
            try text.replacing(old, with: new).write(to: file, atomically: true, encoding: .utf8)
            #expect(refusal()?.kind == .badData && refusal()?.message.contains(part) == true, "\(new)")
        }
    }
}
