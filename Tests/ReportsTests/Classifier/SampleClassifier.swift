import Classifiers
import Datasets
import Foundation
import TensorEngine

@testable import Reports

/// Reports on made-up classifiers, drawn from seeded streams: the same on every machine.
enum SampleClassifier {
    /// Some of CelebA's attributes with how many images have them, and how well they are told.
    private static let attributes: [(name: String, frequency: Double, skill: Double)] = [
        ("Bald", 0.02, 0.9), ("Bangs", 0.15, 0.85), ("Big_Lips", 0.24, 0.1), ("Black_Hair", 0.24, 0.7),
        ("Blond_Hair", 0.15, 0.85), ("Eyeglasses", 0.07, 0.97), ("Heavy_Makeup", 0.39, 0.8),
        ("Male", 0.42, 0.95), ("Oval_Face", 0.28, 0.2), ("Pale_Skin", 0.04, 0.3), ("Smiling", 0.48, 0.85),
        ("Wearing_Earrings", 0.19, 0.5), ("Wearing_Hat", 0.05, 0.95), ("Young", 0.77, 0.6),
        ("Never", 0, 0.5),
    ]

    private static let expressions: [(name: String, frequency: Double, skill: Double)] = [
        ("Neutral", 0.26, 0.6), ("Happy", 0.46, 0.9), ("Sad", 0.09, 0.55), ("Surprise", 0.05, 0.55),
        ("Fear", 0.03, 0.5), ("Disgust", 0.02, 0.45), ("Anger", 0.08, 0.6), ("Contempt", 0.01, 0.35),
    ]

    static let subject = ClassifierReport.Subject(
        name: "celeba", network: "resnet50", imageSize: 64, chosenStep: 1600)

    static let provenance = [("Classifier", "classifiers/celeba"), ("Network", "resnet50")]

    /// Losses that fall and rise again, and an accuracy that does the opposite.
    static var curve: TrainingCurve? {
        var lines = ["step,epoch,learning_rate,training_loss,validation_loss,validation_accuracy"]
        for row in 1...12 {
            let epoch = Double(row)
            lines.append(
                "\(row * 200),\(epoch),0.01,\(0.45 / (1 + epoch / 4)),\(0.3 + 0.002 * (epoch - 8) * (epoch - 8)),"
                    + "\(0.91 - 0.001 * (epoch - 8) * (epoch - 8))")
        }
        return TrainingCurve(csv: lines.joined(separator: "\n") + "\n")
    }

    /// Bits that are drawn by their frequency; heavy make-up goes with few men, and bald people are men.
    private static func bits(_ count: Int, _ name: String) -> [[UInt8]] {
        var stream = RandomStream(seed: 0, name: "classifier/\(name)")
        return (0..<count).map { _ in
            var bits = attributes.map { stream.bernoulli($0.frequency) ? UInt8(1) : 0 }
            if bits[7] == 1 { bits[6] = stream.bernoulli(0.05) ? 1 : 0 }
            if bits[0] == 1 { bits[7] = 1 }
            return bits
        }
    }

    private static func dataset(_ schema: LabelSchema, train: [Label], test: [Label]) -> Dataset {
        func examples(_ labels: [Label]) -> [Example] {
            labels.enumerated().map { Example(file: URL(fileURLWithPath: "/data/\($0).jpg"), label: $1) }
        }
        return Dataset(
            root: URL(fileURLWithPath: "/data/celeba", isDirectory: true), layout: "celeba", schema: schema,
            examples: [.train: examples(train), .test: examples(test)])
    }

    /// - Parameter rename: gives labels other names.
    static func multiLabel(
        curve: TrainingCurve? = Self.curve, trainCount: Int = 800, rename: (String) -> String = { $0 }
    ) throws -> ClassifierReport {
        let schema = LabelSchema(task: .multiLabel, names: attributes.map { rename($0.name) })
        let test = bits(300, "test")
        var stream = RandomStream(seed: 0, name: "classifier/answers")
        let probabilities = test.flatMap { row in
            zip(row, attributes).map { bit, attribute -> Float in
                // What it does not know it guesses, as often right as chance has it.
                let says =
                    stream.bernoulli(attribute.skill) ? bit == 1 : stream.bernoulli(attribute.frequency)
                return says ? Float(0.9) : 0.1
            }
        }
        let dataset = dataset(
            schema, train: bits(trainCount, "train").map(Label.bits), test: test.map(Label.bits))
        return ClassifierReport(
            try ClassifierMetrics(
                probabilities: probabilities, targets: test.map(Label.bits), schema: schema,
                groupedBy: (rename("Male"), rename("Blond_Hair"))),
            of: subject, on: dataset, split: .test, curve: curve, provenance: provenance)
    }

    /// - Parameter names: of the classes, at most eight of those that there are.
    static func singleLabel(names count: Int = 8) throws -> ClassifierReport {
        let shown = Array(expressions.prefix(count))
        let schema = LabelSchema(task: .singleLabel, names: shown.map(\.name))
        var stream = RandomStream(seed: 0, name: "classifier/expressions")
        func draw() -> Int {
            var rest = stream.uniform() * shown.reduce(0) { $0 + $1.frequency }
            for (place, entry) in shown.enumerated() {
                rest -= entry.frequency
                if rest < 0 { return place }
            }
            return 0
        }
        let train = (0..<900).map { _ in draw() }
        let test = (0..<400).map { _ in draw() }
        let probabilities = test.flatMap { truth -> [Float] in
            let said = stream.bernoulli(shown[truth].skill) ? truth : draw()
            return shown.indices.map { $0 == said ? 0.65 : 0.35 / Float(count) }
        }
        return ClassifierReport(
            try ClassifierMetrics(
                probabilities: probabilities, targets: test.map(Label.index), schema: schema),
            of: subject, on: dataset(schema, train: train.map(Label.index), test: test.map(Label.index)),
            split: .test, curve: nil, provenance: provenance)
    }

    /// An age and a gender.
    static func heads() throws -> ClassifierReport {
        let schema = LabelSchema(heads: [
            LabelHead("age", .number(0...9)), LabelHead("gender", .classes(["male", "female"])),
        ])
        let layout = ClassifierOutputs(schema, numbers: .regression)
        let targets = (0..<40).map { Label.indices([$0 % 10, $0 % 2]) }
        let outputs = (0..<40).flatMap { image -> [Float] in
            let isRight = image % 5 > 0
            let male: Float = (image % 2 == 0) == isRight ? 2 : -2
            return [0.1 * Float(image % 3), male, -male]
        }
        return ClassifierReport(
            try MultiHeadMetrics(outputs: outputs, targets: targets, layout: layout), of: subject,
            on: dataset(schema, train: targets, test: targets), split: .test, curve: curve,
            provenance: provenance)
    }
}
