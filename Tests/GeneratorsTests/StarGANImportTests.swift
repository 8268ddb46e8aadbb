import Datasets
import Foundation
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing
import Workspace

@testable import Generators

/// A StarGAN that PyTorch saved (`make_weights.py`), imported and used.
@Suite struct StarGANImportTests {
    private struct Expected: Decodable {
        let imageSize: Int
        let convDim: Int
        let residualBlocks: Int
        let discriminatorLayers: Int
        let targets: [[Float]]
        let fakes: [Double]
        let realism: [Double]
        let logits: [Double]
    }

    private static let schema = LabelSchema(
        task: .multiLabel, names: ["Blond_Hair", "Male", "Young \"now\""])

    private static func url(_ name: String) -> URL { FixtureFile.url("pytorch/weights/\(name)") }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-import-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func expectError(
        _ kind: WinnowError.Kind, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () throws -> Void
    ) {
        let error = #expect(throws: WinnowError.self, sourceLocation: sourceLocation) { try body() }
        #expect(error?.kind == kind, sourceLocation: sourceLocation)
        for part in parts {
            #expect(
                error?.message.contains(part) == true, "\(String(describing: error))",
                sourceLocation: sourceLocation)
        }
    }

    /// Both containers; the legacy file has running statistics, which nothing may use.
    @Test(arguments: ["zip", "legacy"])
    func imagesAndJudgementsArePyTorchs(container: String) throws {
        let expected = try FixtureFile.decode(Expected.self, from: "pytorch/weights/stargan.json")
        let imported = try StarGANImport(
            generator: Self.url("stargan-G.\(container).ckpt"),
            discriminator: Self.url("stargan-D.\(container).ckpt"),
            facts: .init(schema: Self.schema, crop: 20))
        #expect(imported.recipe.imageSize == expected.imageSize && imported.recipe.crop == 20)
        #expect(imported.recipe.convDim == expected.convDim)
        #expect(imported.recipe.residualBlocks == expected.residualBlocks)
        #expect(imported.recipe.discriminatorLayers == expected.discriminatorLayers)
        try withFolder { folder in
            try imported.write(to: folder)
            let trained = try TrainedGenerator(folder: folder)
            #expect(trained.schema == Self.schema && trained.recipe == imported.recipe)
            let discriminator = try #require(trained.discriminator)
            let shape: Shape = [2, 3, expected.imageSize, expected.imageSize]
            let images = Tensor(
                FixtureRandom.uniform(name: "weights/images", count: shape.count, low: -1, high: 1),
                shape: shape)
            let targets = Tensor(expected.targets.flatMap { $0 }, shape: [2, 3])
            let (fakes, judgement) = GradientRecording.off {
                (trained.generator(images, labels: targets), discriminator(images))
            }
            expectClose(fakes.floats, expected.fakes, relative: 0, absolute: 1e-4, "image")
            expectClose(judgement.realism.floats, expected.realism, relative: 1e-4, absolute: 1e-6, "realism")
            expectClose(judgement.logits.floats, expected.logits, relative: 1e-4, absolute: 1e-6, "logits")
        }
    }

    @Test func withoutADiscriminatorItTranslatesAndFillsNoPool() throws {
        let imported = try StarGANImport(
            generator: Self.url("stargan-G.zip.ckpt"), discriminator: nil,
            facts: .init(
                schema: LabelSchema(task: .singleLabel, names: ["calm", "sad", "glad"]), imageSize: 64))
        #expect(imported.recipe.imageSize == 64 && imported.recipe.discriminatorLayers == 5)
        #expect(imported.recipe.attributes.isEmpty)
        try withFolder { folder in
            try imported.write(to: folder)
            let trained = try TrainedGenerator(folder: folder)
            #expect(trained.discriminator == nil && trained.schema.task == .singleLabel)
            #expect(
                !FileManager.default.fileExists(
                    atPath: folder.appendingPathComponent("discriminator.safetensors").path))
        }
    }

    @Test func whatDoesNotGoTogetherIsRefused() throws {
        let (generator, discriminator) = (Self.url("stargan-G.zip.ckpt"), Self.url("stargan-D.zip.ckpt"))
        func read(_ generator: URL, _ discriminator: URL?, labels: Int = 3, size: Int? = nil) throws {
            let names = ["A", "B", "C", "D"].prefix(labels)
            _ = try StarGANImport(
                generator: generator, discriminator: discriminator,
                facts: .init(schema: LabelSchema(task: .multiLabel, names: Array(names)), imageSize: size))
        }
        expectError(.usage, "3 labels (main.0.weight)", "2 are named: A, B") {
            try read(generator, nil, labels: 2)
        }
        expectError(.badData, "[2, 3, 4, 4]", "is this the discriminator?") { try read(discriminator, nil) }
        expectError(.badData, "[2, 6, 7, 7]", "is this the generator?") { try read(generator, generator) }
        expectError(.usage, "16 pixels (conv2.weight), not 32") {
            try read(generator, discriminator, size: 32)
        }
        expectError(.badData, "nested.pth", "main.0.weight is missing", "weight") {
            try read(Self.url("nested.pth"), nil)
        }
        expectError(.badData, "posix.system") { try read(Self.url("system.legacy.pth"), nil) }
        expectError(.missingInput, "nowhere.ckpt") { try read(Self.url("nowhere.ckpt"), nil) }

        let weights = try WeightsFile(contentsOf: generator).weights()
        let judge = try WeightsFile(contentsOf: discriminator).weights()
        try withFolder { folder in
            func file(_ weights: SafeTensors, _ change: (SafeTensors.Entry) throws -> SafeTensors.Entry?)
                throws -> URL
            {
                var changed = SafeTensors()
                for entry in weights.entries {
                    if let entry = try change(entry) { try changed.append(entry) }
                }
                let url = folder.appendingPathComponent("changed.safetensors")
                try changed.write(to: url)
                return url
            }
            func reshaped(_ weights: SafeTensors, _ name: String, _ shape: [Int]) throws -> URL {
                try file(weights) { entry in
                    entry.name != name
                        ? entry
                        : try .init(
                            name: name, shape: shape, floats: [Float](repeating: 0, count: shape.reduce(1, *))
                        )
                }
            }
            expectError(.badData, "main.3.weight", "[4, 2, 3, 3]", "[4, 2, 4, 4]") {
                try read(reshaped(weights, "main.3.weight", [4, 2, 3, 3]), nil)
            }
            expectError(.badData, "main.9.main.3.weight is missing") {
                try read(file(weights) { $0.name == "main.9.main.3.weight" ? nil : $0 }, nil)
            }
            expectError(.badData, "main.3.weight holds nan") {
                try read(
                    file(weights) { entry in
                        entry.name != "main.3.weight"
                            ? entry
                            : try .init(
                                name: entry.name, shape: entry.shape, floats: entry.floats!.map { _ in .nan })
                    }, nil)
            }
            expectError(.badData, "2 labels (conv2.weight)", "3") {
                try read(generator, reshaped(judge, "conv2.weight", [2, 4, 4, 4]))
            }
            expectError(.badData, "conv2.weight", "[3, 4, 4, 5]") {
                try read(generator, reshaped(judge, "conv2.weight", [3, 4, 4, 5]))
            }
            expectError(.badData, "3·2^2") {
                try read(generator, reshaped(judge, "conv2.weight", [3, 4, 3, 3]))
            }
            expectError(.badData, "4 wide (main.0.weight)", "generator 2") {
                try read(generator, reshaped(judge, "main.0.weight", [4, 3, 4, 4]))
            }
            expectError(.badData, "main.2.bias") { try read(generator, reshaped(judge, "main.2.bias", [5])) }
        }
    }
}
