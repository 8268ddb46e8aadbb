import Classifiers
import Datasets
import Foundation
import Imaging
import TensorEngine
import Testing
import Workspace

@testable import Classifiers

/// Images whose labels a small network learns in some steps: how red they are, and how blue.
struct ToyTask {
    let task: Task

    var schema: LabelSchema {
        if task == .multiHead {
            return LabelSchema(heads: [
                LabelHead("red", .classes(["dark", "red"])), LabelHead("blue", .number(50...150)),
            ])
        }
        return LabelSchema(
            task: task, names: task == .multiLabel ? ["Red", "Blue"] : ["Dark", "Red", "Blue"])
    }

    /// Noise on a ground that the label gives its colours.
    func images(_ count: Int, _ name: String) -> ImageSource {
        let labels = (0..<count).map { index -> Label in
            switch task {
            case .multiLabel: .bits([UInt8(index & 1), UInt8(index >> 1 & 1)])
            case .singleLabel: .index(index % 3)
            case .multiHead: .indices([index & 1, index * 37 % 101])
            }
        }
        return ImageSource(labels: labels) { index in
            let ground = self.ground(of: labels[index])
            var stream = RandomStream(seed: 1, name: "\(name)/\(index)")
            let pixels = (0..<20 * 20).flatMap { _ in
                [ground[0], 100, ground[1]].map { UInt8($0 + stream.uniform(-40, 40)) }
            }
            return Image(width: 20, height: 20, pixels: pixels)
        }
    }

    /// Its red and its blue.
    private func ground(of label: Label) -> [Double] {
        if case .indices(let indices) = label {
            return [indices[0] == 1 ? 150 : 50, Double(50 + indices[1])]
        }
        return schema.vector(of: label).suffix(2).map { $0 > 0 ? 150 : 50 }
    }

    func recipe(
        _ training: TrainingRecipe, pretrained: URL? = nil, head: HeadDescription? = nil,
        trainable: TrainablePart = .all
    ) -> ClassifierRecipe {
        ClassifierRecipe(
            imageSize: 16, resize: 18, pretrained: pretrained, head: head, trainable: trainable,
            training: training)
    }

    /// A trainer of a network with one block in each of two stages.
    func trainer(
        _ training: TrainingRecipe, images count: Int = 26, seed: UInt64 = 3, folder: URL? = nil,
        resume: Bool = false
    ) throws -> ClassifierTrainer {
        try trainer(recipe(training), images: count, seed: seed, folder: folder, resume: resume)
    }

    /// The same by a whole recipe.
    func trainer(
        _ recipe: ClassifierRecipe, images count: Int = 26, seed: UInt64 = 3, folder: URL? = nil,
        resume: Bool = false
    ) throws -> ClassifierTrainer {
        try ClassifierTrainer(
            recipe: recipe, schema: schema, train: images(count, "train"),
            validation: images(12, "validation"), statistics: nil, seed: seed, folder: folder, resume: resume
        ) {
            ResNet(
                blockCounts: [1, 1], classes: ClassifierOutputs(schema, numbers: recipe.head.numbers).count,
                head: recipe.head, seed: $0)
        }
    }
}

/// A folder that is there as long as `body` runs.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("winnow-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// Checks that `body` fails with an error of that kind whose one line holds `parts`.
func expectError(
    _ kind: WinnowError.Kind, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
    from body: () throws -> Void
) {
    do {
        try body()
        Issue.record("no error", sourceLocation: sourceLocation)
    } catch let error as WinnowError {
        #expect(error.kind == kind, "\(error)", sourceLocation: sourceLocation)
        for part in parts {
            #expect(error.message.contains(part), "\(part) in: \(error)", sourceLocation: sourceLocation)
        }
        #expect(!error.message.contains("\n"), "one line: \(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
}

extension TrainedClassifier {
    /// How good its answers on a set are.
    func metrics(on source: ImageSource) throws -> PredictionMetrics {
        try PredictionMetrics(logits: logits(of: source), targets: source.labels, outputs: outputs)
    }
}
