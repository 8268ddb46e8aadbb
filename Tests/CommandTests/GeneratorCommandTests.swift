import Foundation
import Testing

/// Training and using a tiny generator on drawn faces, one of which is damaged.
@Suite struct GeneratorCommandTests {
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-generator-\(UUID().uuidString)")
        var damaged: URL { root.appendingPathComponent("faces/img_align_celeba/000003.jpg") }

        init() throws {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            try Data(
                """
                image_size: 16
                crop: 32
                conv_dim: 4
                residual_blocks: 1
                discriminator_layers: 2
                attributes: [Black_Hair, Male]
                training: {iterations: 4, batch: 4, critic_steps: 3, log_every: 1}

                """.utf8
            ).write(to: root.appendingPathComponent("tiny.yaml"))
            _ = try run("dataset faces faces --count 12 --validation 4 --test 4 --size 32 -q")
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func run(_ arguments: String) throws -> CommandRun {
            try CommandRun(shell: "exec $winnow \(arguments)", folder: root)
        }

        func damage() throws {
            let bytes = try Data(contentsOf: damaged)
            try bytes.prefix(bytes.count / 2).write(to: damaged)
        }

        func exists(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
        }

        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }
    }

    @Test func aBadImageStopsEachCommandBeforeItBegins() throws {
        let scene = try Scene()
        let train = "generator train tiny.yaml --data faces --threads 1"
        #expect(try scene.run(train + " --out good -q").code == 0)
        try scene.damage()
        let generate = "pool generate --generator good --data faces --fold 1 --threads 1"
        for command in [train, generate] {
            let run = try scene.run(command + " --out made -q")
            #expect(run.failed(65, mentioning: "000003.jpg", "--skip-bad"), "\(run)")
            #expect(!scene.exists("made"))
            let skipping = try scene.run(command + " --out made --skip-bad")
            #expect(skipping.code == 0, "\(skipping)")
            #expect(skipping.error.contains("checking images: 100%"))
            #expect(skipping.error.contains("winnow: note: left out: img_align_celeba/000003.jpg"))
            try FileManager.default.removeItem(at: scene.root.appendingPathComponent("made"))
        }
    }

    @Test func theRunNamesItsLabelsAndLeavesEmptyWhatIsNotKnownYet() throws {
        let scene = try Scene()
        let run = try scene.run(
            "generator train tiny.yaml --data faces --out g --threads 1 --attributes Young,Male")
        #expect(run.code == 0 && !run.error.contains("nan"), "\(run)")
        #expect(try scene.text("g/recipe.yaml").contains("attributes: [Young, Male]\n"))
        let rows = try scene.text("g/metrics.csv").split(separator: "\n")
        #expect(rows.count == 5 && rows[1].hasSuffix(",,,") && !rows[3].hasSuffix(","), "\(rows)")
        let other = try scene.run(
            "generator train tiny.yaml --data faces --out g --resume --attributes Young,Male --set seed=3")
        #expect(other.failed(78, mentioning: "seed is 0 there and 3 now") || other.code == 78, "\(other)")
    }

    @Test(arguments: [
        ("--set 'attributes=[Smilee]'", Int32(78), "attributes"), ("--attributes Smilee", 64, "Smilee"),
    ])
    func unknownLabels(options: String, code: Int32, word: String) throws {
        let run = try Scene().run("generator train tiny.yaml --data faces --out g -q \(options)")
        #expect(run.failed(code, mentioning: word), "\(run)")
    }

    @Test func aPoolKeepsItsRecipe() throws {
        let scene = try Scene()
        #expect(try scene.run("generator train tiny.yaml --data faces --out g --threads 1 -q").code == 0)
        let generate = "pool generate --generator g --data faces --out p --threads 1 -q"
        #expect(try scene.run(generate + " --set fold=2 --set shard_size=10").code == 0)
        #expect(try scene.text("p/recipe.yaml") == "fold: 2.0\nseed: 0\nshard_size: 10\n")
        #expect(try scene.run("pool verify p").code == 0)
        let other = try scene.run(generate + " --fold 3 --set shard_size=10 --resume")
        #expect(other.failed(78, mentioning: "fold is 2, not 3"), "\(other)")
        #expect(try scene.text("p/recipe.yaml").hasPrefix("fold: 2.0"))
        #expect(try scene.run(generate + " --fold -1").failed(64, mentioning: "--fold -1"))
        try Data().write(to: scene.root.appendingPathComponent("empty.yaml"))
        for command in ["pool generate --generator g --recipe empty.yaml", "generator train empty.yaml"] {
            let run = try scene.run(command + " --data faces --out none")
            #expect(run.failed(78, mentioning: "empty.yaml", "empty"), "\(run)")
        }
    }

    @Test func aSheetIsPNG() throws {
        let run = try CommandRun("generator", "translate", "g", "a.jpg", "--out", "sheet.jpg")
        #expect(run.failed(64, mentioning: ".png"), "\(run)")
    }

    private static let weights = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/pytorch/weights").path

    @Test func anImportedGeneratorWorksAsATrainedOne() throws {
        let scene = try Scene()
        let labels = "--attributes Black_Hair,Male,Young"
        let whole = try scene.run(
            "generator import \(Self.weights)/stargan-G.legacy.ckpt --discriminator \(Self.weights)/stargan-D.zip.ckpt \(labels) --crop 32 --out g"
        )
        #expect(whole.code == 0 && whole.output.isEmpty && whole.error.contains("16×16 pixels"), "\(whole)")
        #expect(try scene.text("g/recipe.yaml").contains("attributes: [Black_Hair, Male, Young]"))
        let face = "faces/img_align_celeba/000001.jpg"
        #expect(try scene.run("generator translate g \(face) --out sheet.png -q").code == 0)
        #expect(
            try scene.run("pool generate --generator g --data faces --fold 1 --out p --threads 1 -q").code
                == 0)
        #expect(try scene.run("pool verify p").code == 0)

        let half = try scene.run(
            "generator import \(Self.weights)/stargan-G.zip.ckpt \(labels) --image-size 16 --out h")
        #expect(half.code == 0 && half.error.contains("has no discriminator"), "\(half)")
        #expect(try scene.run("generator translate h \(face) --out other.png -q").code == 0)
        let pool = try scene.run("pool generate --generator h --data faces --fold 1 --out q --threads 1 -q")
        #expect(pool.failed(66, mentioning: "discriminator.safetensors", "--discriminator"), "\(pool)")
        #expect(!scene.exists("q"))
    }

    @Test func whatCannotBeImportedLeavesNothing() throws {
        let scene = try Scene()
        let refused: [(arguments: String, code: Int32, says: String)] = [
            ("\(Self.weights)/system.zip.pth --attributes A", 65, "posix.system"),
            ("\(Self.weights)/system.protocol-0.pkl --attributes A", 65, "posix.system"),
            ("\(Self.weights)/stargan-D.zip.ckpt --attributes A", 65, "discriminator"),
            ("\(Self.weights)/stargan-G.zip.ckpt --attributes A,B", 64, "3 labels"),
            ("\(Self.weights)/stargan-G.zip.ckpt --attributes A,A", 64, "different names"),
            ("\(Self.weights)/stargan-G.zip.ckpt --attributes A,B,C --image-size 18", 64, "divisible by 4"),
            ("faces --attributes A", 65, "regular file"), ("nowhere.ckpt --attributes A", 66, "no such file"),
            ("\(Self.weights)/stargan-G.zip.ckpt --attributes A,B,C --task many", 64, "--task"),
        ]
        for (arguments, code, says) in refused {
            let run = try scene.run("generator import \(arguments) --out g")
            #expect(run.failed(code, mentioning: says), "\(run)")
            #expect(!scene.exists("g") && !scene.exists("winnow-was-here"))
        }
        let good = "generator import \(Self.weights)/stargan-G.zip.ckpt --attributes A,B,C --out faces"
        #expect(try scene.run(good).failed(73, mentioning: "exists already"))
    }

    @Test func weightsOfAnotherModelArePredictedWithByNone() throws {
        let scene = try Scene()
        let face = "faces/img_align_celeba/000001.jpg"
        let other = try scene.run(
            "classifier predict --weights \(Self.weights)/stargan-G.zip.ckpt \(face) --json")
        #expect(other.failed(65, mentioning: "fc.weight", "main.0.weight"), "\(other)")
        let hostile = try scene.run("classifier predict --weights \(Self.weights)/system.legacy.pth \(face)")
        #expect(hostile.failed(65, mentioning: "posix.system"), "\(hostile)")
    }
}
