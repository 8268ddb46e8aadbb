import Datasets
import Foundation
import NeuralNetwork
import Pools
import Testing
import Workspace

@testable import Generators

@Suite("StarGAN training")
struct StarGANTrainerTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("stargan-\(UUID().uuidString)", isDirectory: true)

    private static let small = """
        image_size: 16
        conv_dim: 4
        residual_blocks: 1
        discriminator_layers: 2
        training: {iterations: 8, decay_from: 2, batch: 4, critic_steps: 2, log_every: 1, sample_every: 4,
                   checkpoint_every: 4}
        """

    /// Draws a few faces in a layout.
    private func dataset(_ layout: FacesLayout = .celeba) throws -> Dataset {
        var faces = FacesDataset(seed: 3)
        faces.layout = layout
        faces.counts = [.train: 14, .validation: 4, .test: 4]
        (faces.width, faces.height) = (20, 24)
        let root = folder.appendingPathComponent("data-\(layout)", isDirectory: true)
        if !FileManager.default.fileExists(atPath: root.path) { try faces.write(to: root) { _, _ in } }
        return try Dataset.open(root)
    }

    private func trainer(_ name: String, recipe: String = small, on dataset: Dataset, resume: Bool = false)
        throws
        -> StarGANTrainer
    {
        let place = folder.appendingPathComponent(name, isDirectory: true)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let text = try Recipe(yaml: recipe, name: "test.yaml", overrides: [])
        return try StarGANTrainer(
            recipe: StarGANRecipe(text), resolvedRecipe: text.resolvedYAML, dataset: dataset, folder: place,
            resume: resume)
    }

    private func bytes(_ run: String, _ file: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(run).appendingPathComponent(file))
    }

    @Test("a run that goes on from a checkpoint gives the bytes of an unbroken one")
    func resumed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        Console.isQuiet = true
        let data = try dataset()
        try trainer("whole", on: data).run()
        // The state of a run that was killed after step 4: its checkpoint is there, and rows of later steps.
        let manager = FileManager.default
        let broken = folder.appendingPathComponent("broken")
        try manager.copyItem(at: folder.appendingPathComponent("whole"), to: broken)
        for name in ["checkpoints/step-00000008", "generator.safetensors", "discriminator.safetensors"] {
            try manager.removeItem(at: broken.appendingPathComponent(name))
        }
        let second = try trainer("broken", on: data, resume: true)
        #expect(second.iteration == 4)
        try second.run()
        for file in [
            "generator.safetensors", "discriminator.safetensors", "metrics.csv", "samples/000008.png",
        ] {
            #expect(try bytes("broken", file) == bytes("whole", file), "\(file) differs")
        }
    }

    @Test("training changes both networks")
    func learns() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        Console.isQuiet = true
        let run = try trainer("run", on: try dataset())
        try run.run()
        let trained = try TrainedGenerator(folder: folder.appendingPathComponent("run"))
        let fresh = Generator(convDim: 4, residualBlocks: 1, labels: 5, seed: 0)
        for (new, old) in zip(trained.generator.parameters.learned, fresh.parameters.learned) {
            #expect(new.name == old.name)
            #expect(new.value.floats != old.value.floats, "\(new.name) has not changed")
        }
        let rows = try String(decoding: bytes("run", "metrics.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows.count == 9)
    }

    @Test("a loss that is no number stops the run with its step and term")
    func diverged() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        Console.isQuiet = true
        let hot = Self.small.replacing("batch: 4", with: "batch: 4, learning_rate: 1e30")
        let run = try trainer("hot", recipe: hot, on: try dataset())
        let error = try #require(throws: WinnowError.self) { try run.run() }
        #expect(error.kind == .badData)
        #expect(error.message.contains("step 2: the loss term D/"))
    }

    @Test("another recipe's checkpoint is refused")
    func otherRecipe() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        Console.isQuiet = true
        let data = try dataset()
        try trainer("run", on: data).run()
        let other = Self.small.replacing("critic_steps: 2", with: "critic_steps: 3")
        let error = try #require(throws: WinnowError.self) {
            try trainer("run", recipe: other, on: data, resume: true)
        }
        #expect(error.kind == .badRecipe)
        #expect(error.message.contains("--force"))
    }

    @Test("a batch larger than the data is refused")
    func largeBatch() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let large = Self.small.replacing("batch: 4", with: "batch: 15")
        let data = try dataset()
        let error = try #require(throws: WinnowError.self) { try trainer("run", recipe: large, on: data) }
        #expect(error.kind == .badRecipe)
        #expect(error.message.contains("14 images"))
    }

    @Test(
        "a pool holds the translations of the training images, and goes on where it stopped",
        arguments: [
            FacesLayout.celeba, .folder,
        ])
    func pool(_ layout: FacesLayout) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        Console.isQuiet = true
        let data = try dataset(layout)
        try trainer("run", on: data).run()
        let trained = try TrainedGenerator(folder: folder.appendingPathComponent("run"))
        let generator = try PoolGenerator(trained, dataset: data)
        let (whole, broken) = (folder.appendingPathComponent("whole"), folder.appendingPathComponent("pool"))
        try generator.generate(
            to: whole, PoolRecipe(fold: 3, seed: 1, shardSize: 16), resume: false, version: "test")
        let pool = try Pool(folder: whole)
        #expect(pool.count == 42)
        #expect(pool.header.origin == .translated(fold: 3, seed: 1, generator: trained.digest))
        // Sample 0 is what the generator makes of its source.
        let plan = try GenerationPlan(
            labels: data.examples(in: .train).map(\.label), schema: data.schema, fold: 3, seed: 1)
        let sample = plan[0]
        #expect(pool.sourceIndex?[0] == Int64(sample.row))
        let sheet = try TranslationSheet(
            examples: [data.examples(in: .train)[sample.row]], schema: data.schema, size: 16, crop: 178
        ).draw(trained.generator)
        let cell = sheet.cropped(x: 2 + (sample.classIndex + 1) * 18, y: 2, width: 16, height: 16)
        let difference = zip(cell.pixels, try pool.images([0])).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(difference) <= 1)

        try FileManager.default.copyItem(at: whole, to: broken)
        try FileManager.default.removeItem(at: broken.appendingPathComponent("shards/00001.h5"))
        try generator.generate(
            to: broken, PoolRecipe(fold: 3, seed: 1, shardSize: 16), resume: true, version: "test")
        for file in ["shards/00001.h5", "pool.h5"] {
            #expect(
                try Data(contentsOf: broken.appendingPathComponent(file))
                    == Data(contentsOf: whole.appendingPathComponent(file)), "\(file) differs")
        }
    }
}
