import Foundation
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing
import Workspace

@testable import Classifiers

/// ResNet-50 with weights from files as PyTorch writes them, against torchvision's (`make_weights.py`).
@Suite struct TorchvisionWeightsTests {
    private struct Expected: Decodable {
        /// Of a thousand logits, those at multiples of this are kept.
        let every: Int
        let logits: [[Double]]
    }

    /// The weights that the script drew.
    private static func entries() throws -> [SafeTensors.Entry] {
        try ResNet(classes: 1000, seed: nil).parameters.stateDictionary().entries.map { entry in
            let count = entry.shape.reduce(1, *)
            let name = "weights/resnet/" + entry.name
            if entry.dtype == .i64 { return entry }
            let numbers: [Float]
            if entry.name.hasSuffix("running_var") {
                numbers = FixtureRandom.uniform(name: name, count: count, low: 0.1, high: 0.25)
            } else if entry.name.hasSuffix("bn3.weight") {
                numbers = FixtureRandom.uniform(name: name, count: count, low: 0.1, high: 0.3)
            } else {
                numbers = FixtureRandom.parameter(
                    name: entry.name, shape: entry.shape, prefix: "weights/resnet/")
            }
            return try .init(name: entry.name, shape: entry.shape, floats: numbers)
        }
    }

    @Test func logitsAreTorchvisions() throws {
        let expected = try FixtureFile.decode(Expected.self, from: "pytorch/weights/resnet.json")
        let entries = try Self.entries()
        let shape: Shape = [2, 3, 64, 64]
        let images = Tensor(
            FixtureRandom.uniform(name: "weights/resnet/images", count: shape.count, low: -1, high: 1),
            shape: shape)
        try withTemporaryFolder { folder in
            for container in TorchFileWriter.Container.allCases {
                let file = folder.appendingPathComponent("resnet50-\(container).pth")
                try TorchFileWriter.data(entries, in: container).write(to: file)
                let classifier = try TrainedClassifier(
                    weights: file, model: .resnet50, task: .singleLabel, imageSize: 64, resize: 64)
                #expect(classifier.schema.count == 1000)
                let logits = GradientRecording.off { classifier.model(images, mode: .inference).floats }
                for (image, row) in expected.logits.enumerated() {
                    let found = stride(from: 1000 * image, to: 1000 * (image + 1), by: expected.every).map {
                        logits[$0]
                    }
                    // Relative to the row's size: logits near 0 are sums of large terms.
                    let size = (row.reduce(0) { $0 + $1 * $1 } / Double(row.count)).squareRoot()
                    expectClose(
                        found, row, relative: 1e-4, absolute: 1e-4 * size, "\(container), image \(image)")
                }
                // Five classes in place of a thousand: all but the head is taken.
                let other = ResNet(classes: 5, seed: 1)
                let before = try other.parameters.stateDictionary()
                try PretrainedWeights(contentsOf: file).load(into: other.parameters, replacingHeadAt: "fc")
                let after = try other.parameters.stateDictionary()
                #expect(after["fc.weight"] == before["fc.weight"] && after["fc.bias"] == before["fc.bias"])
                let named = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0) })
                for entry in after.entries where !entry.name.hasPrefix("fc.") {
                    #expect(entry == named[entry.name])
                }
            }
        }
    }

    @Test func anotherModelIsRefusedByItsLayer() throws {
        let url = FixtureFile.url("pytorch/weights/stargan-G.zip.ckpt")
        expectError(.badData, "stargan-G.zip.ckpt", "fc.weight", "main.0.weight") {
            _ = try TrainedClassifier(
                weights: url, model: .resnet50, task: .singleLabel, imageSize: 64, resize: 64)
        }
        let wide = ResNet(classes: 5, seed: 1)
        expectError(.badData, "nested.pth", "conv1.weight is missing", "\"weight\"") {
            try PretrainedWeights(contentsOf: FixtureFile.url("pytorch/weights/nested.pth")).load(
                into: wide.parameters, replacingHeadAt: "fc")
        }
        expectError(.badData, "system.zip.pth", "posix.system") {
            _ = try PretrainedWeights(contentsOf: FixtureFile.url("pytorch/weights/system.zip.pth"))
        }
    }
}
