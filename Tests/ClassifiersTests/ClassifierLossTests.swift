import Datasets
import Foundation
import TensorEngine
import TestSupport
import Testing

@testable import Classifiers

/// The losses against PyTorch's (`make_losses.py`), with weights and margins that follow from how many images each class has.
@Suite struct ClassifierLossTests {
    private struct Fixture: Decodable {
        struct Settings: Decodable {
            let name: LossRecipe.Name
            let classWeights: LossRecipe.ClassWeights?
            let labelSmoothing, gamma, alpha, margin, scale: Double?
            let headWeights: [String: Double]?

            var recipe: LossRecipe {
                LossRecipe(
                    name, classWeights: classWeights ?? .equal, labelSmoothing: labelSmoothing ?? 0,
                    gamma: gamma ?? 2, alpha: alpha, margin: margin ?? 0.5, scale: scale ?? 30,
                    headWeights: headWeights ?? [:])
            }
        }

        struct Case: Decodable {
            let task: Task
            let recipe: Settings
            let loss: Double
            let gradient: [Double]
        }

        let counts: [Int]
        let ones: [Int]
        let images: Int
        let classes: [Int]
        let bits: [[UInt8]]
        let numbers: [Int]
        let cases: [Case]

        func schema(_ task: Task) -> LabelSchema {
            if task == .multiHead {
                let kinds = counts.indices.map { "kind \($0)" }
                return LabelSchema(heads: [
                    LabelHead("kind", .classes(kinds)), LabelHead("years", .number(2...8)),
                ])
            }
            let names = (task == .singleLabel ? counts : ones).indices.map { "label \($0)" }
            return LabelSchema(task: task, names: names)
        }

        func batch(_ task: Task) -> [Label] {
            switch task {
            case .singleLabel: classes.map { .index($0) }
            case .multiLabel: bits.map { .bits($0) }
            case .multiHead: zip(classes, numbers).map { .indices([$0, $1 - 2]) }
            }
        }

        func training(_ task: Task) -> [Label] {
            if task == .singleLabel {
                return counts.enumerated().flatMap { [Label](repeating: .index($0), count: $1) }
            }
            if task == .multiHead {
                let kinds = counts.enumerated().flatMap { [Int](repeating: $0, count: $1) }
                // As many of each pair as of any other with its kind, so that all years are equally frequent.
                return kinds.flatMap { kind in (0..<7).map { .indices([kind, $0]) } }
            }
            return (0..<images).map { image in .bits(ones.map { image < $0 ? 1 : 0 }) }
        }
    }

    private let fixture = Result {
        try FixtureFile.decode(Fixture.self, from: "pytorch/classifier_losses.json")
    }

    @Test func lossesAndGradientsArePyTorchs() throws {
        let fixture = try fixture.get()
        #expect(fixture.cases.count == 33)
        for one in fixture.cases {
            let labels = fixture.batch(one.task)
            let width = one.gradient.count / labels.count
            let outputs = ClassifierOutputs(
                fixture.schema(one.task), numbers: width == 5 ? .regression : .expectedValue)
            #expect(outputs.count == width)
            let loss = ClassifierLoss(
                one.recipe.recipe, outputs: outputs, training: fixture.training(one.task))
            let logits = Tensor(
                FixtureRandom.uniform(
                    name: "classifier-losses/\(one.task.rawValue)", count: one.gradient.count, low: -4,
                    high: 4), shape: [labels.count, width]
            ).asVariable()
            let value = loss(logits, labels: labels)
            let name = "\(one.task.rawValue) \(one.recipe)"
            expectClose(Double(value.scalar), one.loss, relative: 1e-5, name)
            let largest = one.gradient.map(abs).max() ?? 0
            #expect(largest > 0)
            if one.task == .multiHead, one.recipe.classWeights == nil {
                expectClose(loss.crossEntropy(logits.floats, labels: labels), one.loss, relative: 1e-5, name)
            }
            expectClose(
                gradients(of: value, withRespectTo: [logits])[0].floats, one.gradient, relative: 0,
                absolute: 1e-5 * largest, "gradient of \(name)")
        }
    }

    /// Answers that are right beyond single precision have no gradient, and none that is no number.
    @Test(arguments: LossRecipe.Name.allCases, [Task.singleLabel, .multiLabel])
    func certainAnswersKeepGradientsFinite(name: LossRecipe.Name, task: Task) throws {
        let fixture = try fixture.get()
        let schema = fixture.schema(task)
        let labels = fixture.batch(task)
        for gamma in [0.5, 2] {
            let loss = ClassifierLoss(
                LossRecipe(name, gamma: gamma), schema: schema, training: fixture.training(task))
            for certainty in [Float(200), -200] {
                let logits = Tensor(
                    labels.flatMap(schema.vector).map { certainty * (2 * $0 - 1) },
                    shape: [labels.count, schema.count]
                ).asVariable()
                let value = loss(logits, labels: labels)
                #expect(value.scalar.isFinite)
                #expect(gradients(of: value, withRespectTo: [logits])[0].isFinite, "\(certainty)")
            }
        }
    }

    /// With weights each class has as much of the loss as any other, and a class that no image has takes nothing.
    @Test func balancedClassesShareTheLoss() {
        let schema = LabelSchema(task: .singleLabel, names: ["A", "B", "C"])
        let labels: [Label] = [Label](repeating: .index(0), count: 9) + [.index(2)]
        let counts = ClassCounts(labels, schema: schema)
        expectClose(counts.weightsOfOnes, [10.0 / 18, 0, 5])
        let margins = counts.margins(greatest: 0.5).ones
        expectClose(margins, [0.5 * pow(1.0 / 9, 0.25), 0.5, 0.5])
    }
}
