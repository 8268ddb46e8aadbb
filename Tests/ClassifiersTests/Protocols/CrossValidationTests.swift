import Datasets
import Foundation
import Testing
import Workspace

@testable import Classifiers

@Suite struct CrossValidationTests {
    private static let classes = LabelSchema(task: .singleLabel, names: ["Happy", "Sad"])

    /// A set of files that hold no image, three a person.
    private static func dataset(
        _ schema: LabelSchema = classes, root: URL = URL(fileURLWithPath: "/data"), train: Int = 18,
        validation: Int = 6
    ) -> Dataset {
        func examples(_ count: Int, _ split: Split) -> [Example] {
            (0..<count).map { number in
                let label: Label =
                    schema.task == .multiHead ? .indices([number % 11, number % 2]) : .index(number % 2)
                return Example(
                    file: root.appendingPathComponent("\(split.rawValue)/\(number).png"), label: label,
                    group: "\(split.rawValue) \(number / 3)")
            }
        }
        return Dataset(
            root: root, layout: "folder", schema: schema,
            examples: [
                .train: examples(train, .train), .validation: examples(validation, .validation),
                .test: examples(5, .test),
            ])
    }

    @Test func everyClassifierIsAskedAboutWhatItHasNotLearnedFrom() throws {
        let dataset = Self.dataset()
        let validation = try CrossValidation(dataset, folds: 4, seed: 1)
        #expect(validation.examples == dataset.examples(in: .train) + dataset.examples(in: .validation))
        var asked: [Int] = []
        // A classifier is sure of the first class, and the surer the later its fold.
        let predictions = try validation.predictions(
            outputs: ClassifierOutputs(dataset.schema, numbers: .expectedValue)
        ) { fold, images in
            asked.append(fold)
            let own = validation.dataset(of: fold)
            #expect(own.examples(in: .validation).map(\.label) == images.labels)
            #expect(own.examples(in: .test).isEmpty)
            let (learned, held) = (own.examples(in: .train), own.examples(in: .validation))
            #expect(Set(learned).union(held) == Set(validation.examples))
            #expect(Set(learned.map(\.group)).isDisjoint(with: held.map(\.group)))
            return images.labels.flatMap { _ in [Float(fold + 1), 0] }
        }
        #expect(asked == [0, 1, 2, 3])

        let lines = predictions.csv.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(lines[0] == ["file", "fold", "label", "Happy", "Sad"])
        #expect(lines.count == 1 + 24 && lines[1][0] == "train/0.png" && lines[24][0] == "validation/5.png")
        for (image, line) in lines.dropFirst().enumerated() {
            let fold = validation.folds.folds[image]
            let happy = 1 / (1 + exp(-Double(fold + 1)))
            #expect(line[1] == "\(fold + 1)" && line[2] == (image % 2 == 0 ? "Happy" : "Sad"))
            #expect(abs(try #require(Double(line[3])) - happy) < 1e-6)
            #expect(abs(try #require(Double(line[4])) - (1 - happy)) < 1e-6)
        }
        guard case .labels(let metrics) = try predictions.metrics() else {
            Issue.record("metrics of heads")
            return
        }
        #expect(metrics.count == 24 && metrics.accuracy == ["Happy": 1, "Sad": 0])
        for fold in 0..<4 {
            let members = validation.folds.members(of: fold)
            let hasSad = members.contains { $0 % 2 == 1 }
            #expect(try predictions.metrics(of: fold).score == (hasSad ? 0.5 : 1))
        }
    }

    /// Questions have the true answer and the classifier's, and a number that it is between is not rounded.
    @Test func answersOfSeveralHeadsAreWritten() throws {
        let schema = LabelSchema(heads: [
            LabelHead("age", .number(20...30)), LabelHead("gender", .classes(["male", "female"])),
        ])
        let validation = try CrossValidation(Self.dataset(schema), folds: 2, seed: 0)
        let outputs = ClassifierOutputs(schema, numbers: .expectedValue)
        let predictions = try validation.predictions(outputs: outputs) { _, images in
            // Halfway between 24 and 25, and female.
            images.labels.flatMap { _ in
                (0..<11).map { $0 == 4 || $0 == 5 ? Float(100) : 0 } + [Float(-1), 1]
            }
        }
        let lines = predictions.csv.split(separator: "\n")
        #expect(lines[0] == "file,fold,age,predicted age,gender,predicted gender")
        #expect(lines[2].hasPrefix("train/1.png,") && lines[2].hasSuffix(",21,24.5,female,female"))
        guard case .heads(let metrics) = try predictions.metrics() else {
            Issue.record("metrics of labels")
            return
        }
        #expect(metrics.heads[1].score == 0.5)
        #expect(try predictions.metrics().score == metrics.meanScore)
    }

    @Test func aSetWithoutImagesToLearnFromIsRefused() {
        expectError(.badData, "/data", "train and validation") {
            _ = try CrossValidation(Self.dataset(train: 0, validation: 0), folds: 2, seed: 0)
        }
        expectError(.usage, "9 folds", "8 people") {
            _ = try CrossValidation(Self.dataset(), folds: 9, seed: 0)
        }
    }

    /// What a folder's classifiers learned from is kept, and nothing else goes beside them.
    @Test func aFolderGoesOnWithWhatItWasBegunWith() throws {
        try withTemporaryFolder { root in
            let dataset = Self.dataset(root: root)
            for example in Split.allCases.flatMap(dataset.examples) {
                try FileManager.default.createDirectory(
                    at: example.file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data("\(example.path)".utf8).write(to: example.file)
            }
            let folds = try CrossValidation(dataset, folds: 4, seed: 1).folds
            let origin = try TrainingOrigin(dataset, folds: folds, seed: 1)
            try origin.settle(in: root)
            try origin.settle(in: root)
            try TrainingOrigin(dataset, folds: folds, seed: 1).settle(in: root)
            expectError(.badRecipe, root.path, "seed 1", "--force") {
                try TrainingOrigin(dataset, folds: folds, seed: 2).settle(in: root)
            }
            let others = try CrossValidation(dataset, folds: 3, seed: 1).folds
            expectError(.badRecipe, "4 folds") {
                try TrainingOrigin(dataset, folds: others, seed: 1).settle(in: root)
            }
            expectError(.badRecipe, "4 folds") {
                try TrainingOrigin(dataset, seed: 1).settle(in: root)
            }
            // People who are parted otherwise, as a corrected list of them may do.
            let parted = try GroupedFolds(
                CrossValidation(dataset, folds: 4, seed: 1).examples, schema: dataset.schema, count: 4,
                seed: 99)
            #expect(parted != folds)
            expectError(.badRecipe, "other images") {
                try TrainingOrigin(dataset, folds: parted, seed: 1).settle(in: root)
            }
            try Data("longer than it was".utf8).write(to: dataset.examples(in: .validation)[2].file)
            expectError(.badRecipe, "other images") {
                try TrainingOrigin(dataset, folds: folds, seed: 1).settle(in: root)
            }
            try Data("{".utf8).write(to: root.appendingPathComponent("origin.json"))
            expectError(.badData, "origin.json", "damaged") { try origin.settle(in: root) }
        }
    }
}
