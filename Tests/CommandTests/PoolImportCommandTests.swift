import Foundation
import Testing

/// Pools of images that a tiny generator did not make.
@Suite struct PoolImportCommandTests {
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-import-\(UUID().uuidString)")

        /// Drawn faces by expression: twelve to train on, which also stand for another generator's.
        init() throws {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let run = try run(
                "dataset faces faces --layout folder --count 24 --validation 8 --test 8 --size 32 -q")
            #expect(run.code == 0, "\(run)")
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func run(_ arguments: String) throws -> CommandRun {
            try CommandRun(shell: "exec $winnow \(arguments)", folder: root)
        }
    }

    @Test func anImportedPoolIsInspectedRankedFilteredAndTrainedOn() throws {
        let scene = try Scene()
        let made = try scene.run("pool import faces/train --data faces --resize 16 --out pool")
        #expect(made.code == 0 && !made.error.contains("nobody knows"), "\(made)")
        let inspected = try scene.run("pool inspect pool --json")
        #expect(inspected.output.contains(#""imported" : true"#), "\(inspected)")
        #expect(inspected.output.contains(#""image_size" : 16"#) && !inspected.output.contains("fold"))
        #expect(try scene.run("pool inspect pool").output.contains("24 of 16×16 pixels, imported"))
        #expect(try scene.run("pool verify pool").code == 0)
        #expect(try scene.run("pool rank pool --by random --top 2").code == 0)
        #expect(try scene.run("pool rank pool --by cr-sam").failed(64, mentioning: "--discriminator"))
        #expect(
            try scene.run("pool filter pool --by random --ratio 0.5 --out x").failed(64, mentioning: "--data")
        )
        let filtered = try scene.run(
            "pool filter pool --by random --ratio 0.5 --data faces --out half --json -q")
        #expect(filtered.code == 0 && filtered.output.contains(#""count" : 12"#), "\(filtered)")
        try Data(
            """
            image_size: 16
            resize: 18
            training: {budget: steps, steps: 2, batch: 4, learning_rate: 0.0001}

            """.utf8
        ).write(to: scene.root.appendingPathComponent("tiny.yaml"))
        let trained = try scene.run(
            "classifier train tiny.yaml --data faces --pool pool --selection half --out c --threads 1 -q")
        #expect(trained.code == 0, "\(trained)")
        // The pool remembers whose train split its generator has seen.
        #expect(
            try scene.run("dataset faces other --layout folder --count 24 --size 32 --seed 1 -q").code == 0)
        let other = try scene.run(
            "classifier train tiny.yaml --data other --pool pool --selection half --out d --threads 1 -q")
        #expect(other.failed(65, mentioning: "train split"), "\(other)")
        let again = "pool import faces/train --data faces --resize 16 --out pool"
        #expect(try scene.run(again).failed(73, mentioning: "--resume"))
        #expect(try scene.run(again + " --resume -q").code == 0)
        #expect(
            try scene.run("pool import faces/train --data faces --resize 8 --out pool --resume -q").code == 78
        )
    }

    /// Without --data the pool is taken, and it is said what nobody knows.
    @Test func withoutADataSetItIsSaidWhatNobodyKnows() throws {
        let scene = try Scene()
        let run = try scene.run("pool import faces/train --out pool")
        #expect(run.code == 0 && run.error.contains("nobody knows"), "\(run)")
        let filtered = try scene.run("pool filter pool --by random --ratio 1 --data faces --out all --json")
        #expect(filtered.code == 0 && filtered.error.contains("imported without --data"), "\(filtered)")
    }

    @Test func aGivenDiscriminatorJudgesAsAtGenerationTime() throws {
        let scene = try Scene()
        try Data(
            """
            image_size: 16
            crop: 32
            conv_dim: 4
            residual_blocks: 1
            discriminator_layers: 2
            training: {iterations: 2, batch: 4, critic_steps: 1, log_every: 1}

            """.utf8
        ).write(to: scene.root.appendingPathComponent("tiny.yaml"))
        let train = try scene.run("generator train tiny.yaml --data faces --out g --threads 1 -q")
        #expect(train.code == 0, "\(train)")
        #expect(
            try scene.run("pool generate --generator g --data faces --fold 1 --out p --threads 1 -q").code
                == 0)
        func scores() throws -> [Double] {
            let run = try scene.run("pool rank p --by cr-sam --top 100 --json")
            return run.output.matches(of: /"score" : (\S+)/).compactMap { Double($0.1) }
        }
        let stored = try scores()
        let scored = try scene.run("pool score p --by cr-sam --discriminator g --threads 1")
        #expect(scored.code == 0, "\(scored)")
        let given = try scores()
        #expect(stored.count == 24 && given.count == 24)
        // The stored images are rounded to 8 bits, and no more than that differs.
        let spread = (stored.max() ?? 0) - (stored.min() ?? 0)
        for (first, second) in zip(stored.sorted(), given.sorted()) {
            #expect(abs(first - second) < 0.02 * spread + 1e-4)
        }
        #expect(stored != given)
        #expect(
            try scene.run("pool score p --by random --discriminator g").failed(64, mentioning: "cr-sam"))
        #expect(try scene.run("pool import faces/train --data faces --out big -q").code == 0)
        #expect(
            try scene.run("pool score big --by cr-sam --discriminator g").failed(
                64, mentioning: "--resize 16"))
    }

    @Test(arguments: [
        ("nowhere --out x", Int32(66), "nowhere"), ("faces/train --labels A,A --out x", 64, "--labels"),
        ("faces/train --labels A,B --out x", 65, "names no label of A, B"),
        ("faces/train --task multi-label --out x", 64, "--task"),
        ("faces/train --resize 0 --out x", 64, "--resize 0"),
        ("faces/train --data faces --out faces/train", 73, "Winnow did not make"),
        ("faces/train --shard-size 0 --out x", 64, "--shard-size 0"), ("faces --out x", 65, "faces"),
        ("damaged --out x", 65, "a.png"), ("text.h5 --labels A --out x", 65, "not an HDF5 file"),
    ])
    func refuses(options: String, code: Int32, word: String) throws {
        let scene = try Scene()
        let damaged = scene.root.appendingPathComponent("damaged/A")
        try FileManager.default.createDirectory(at: damaged, withIntermediateDirectories: true)
        try Data("no image".utf8).write(to: damaged.appendingPathComponent("a.png"))
        try Data("no file".utf8).write(to: scene.root.appendingPathComponent("text.h5"))
        let run = try scene.run("pool import \(options)")
        #expect(run.code == code && run.error.contains(word) && run.output.isEmpty, "\(run)")
        #expect(!FileManager.default.fileExists(atPath: scene.root.appendingPathComponent("x").path))
    }
}
