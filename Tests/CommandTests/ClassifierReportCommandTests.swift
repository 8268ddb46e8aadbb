import Foundation
import Testing

/// What `winnow classifier` makes for people to look at: reports, pages of pictures, images found by their labels.
@Suite struct ClassifierReportCommandTests {
    /// Drawn faces and a small classifier that was trained on them.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-classifier-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            try Data("model: resnet18\nimage_size: 16\ntraining: {epochs: 2, batch: 8}\n".utf8)
                .write(to: root.appendingPathComponent("tiny.yaml"))
            for arguments in [
                "dataset faces faces --count 40 --validation 8 --test 12 --size 32 -q",
                "classifier train tiny.yaml --data faces --out c --threads 1 -q",
            ] {
                let run = try run(arguments)
                #expect(run.code == 0, "\(run)")
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func run(_ arguments: String) throws -> CommandRun {
            try CommandRun(shell: "exec $winnow \(arguments)", folder: root)
        }

        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }

        func exists(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
        }
    }

    @Test func aReportIsAPageWithItsNumbersAndFigures() throws {
        let scene = try Scene()
        let run = try scene.run("classifier evaluate c --data faces --report r --json -q")
        #expect(run.code == 0, "\(run)")
        // What is printed and what is written is the same.
        #expect(try scene.text("r/metrics.json") == run.output)
        #expect(run.output.contains("\"support\"") && run.output.contains("\"confusion\""))
        #expect(try scene.text("r/metrics.csv").hasPrefix("label,training_images,images,accuracy,"))
        #expect(try scene.text("r/correlation.csv").split(separator: "\n").count == 6)
        let page = try scene.text("r/index.html")
        for part in ["12 test images", "resnet18", "Which labels go together", "Blond_Hair"] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(
            scene.exists("r/figures/training-loss.svg") && scene.exists("r/figures/label-correlation.svg"))

        let again = try scene.run("classifier evaluate c --data faces --report r")
        #expect(again.failed(73, mentioning: "--force"), "\(again)")
        #expect(try scene.run("classifier evaluate c --data faces --report r --force -q").code == 0)
        for folder in ["c", "faces", "."] {
            let refused = try scene.run("classifier evaluate c --data faces --report \(folder) --force")
            #expect(refused.failed(64, mentioning: "which is read"), "\(refused)")
        }
        #expect(scene.exists("c/classifier.safetensors"))
        #expect(
            try scene.run("classifier evaluate c --data faces --force").failed(64, mentioning: "--report"))
    }

    private struct Prediction: Decodable {
        let file: String
        let probabilities: [String: Double]
    }

    private func decoded(_ run: CommandRun) throws -> [Prediction] {
        try JSONDecoder().decode([Prediction].self, from: Data(run.output.utf8))
    }

    @Test func aFolderStandsForItsImages() throws {
        let scene = try Scene()
        let run = try scene.run("classifier predict c faces/img_align_celeba --page p.html --json -q")
        #expect(run.code == 0, "\(run)")
        let files = try decoded(run).map(\.file)
        #expect(files.count == 60 && files == files.sorted())
        #expect(files.first == "faces/img_align_celeba/000001.jpg")
        let page = try scene.text("p.html")
        #expect(page.ranges(of: "data:image/jpeg").count == 60 && page.contains("60 images, as c sees them"))

        let again = try scene.run("classifier predict c faces --page p.html")
        #expect(again.failed(73, mentioning: "p.html", "--force"), "\(again)")
        #expect(try scene.run("classifier predict c faces --page p.png").failed(64, mentioning: ".html"))
        #expect(try scene.run("classifier predict c nowhere").failed(66, mentioning: "nowhere"))
        try FileManager.default.createDirectory(
            at: scene.root.appendingPathComponent("empty"), withIntermediateDirectories: true)
        #expect(try scene.run("classifier predict c empty").failed(66, mentioning: "empty", "no JPEG"))
    }

    @Test func theSurestImagesAreFound() throws {
        let scene = try Scene()
        let predicted = try decoded(try scene.run("classifier predict c faces --json -q"))
        let run = try scene.run(
            "classifier find c faces --labels Black_Hair,Young --without Male --top 5 --page f.html --json -q"
        )
        #expect(run.code == 0, "\(run)")
        let found = try decoded(run)
        func score(_ prediction: Prediction) -> Double {
            ["Black_Hair", "Young"].reduce(1 - (prediction.probabilities["Male"] ?? 0)) {
                $0 * (prediction.probabilities[$1] ?? 0)
            }
        }
        // The page's five are as sure as the five best of all.
        let best = predicted.map(score).sorted(by: >).prefix(5)
        #expect(found.count == 5)
        for (prediction, expected) in zip(found, best) {
            #expect(abs(score(prediction) - expected) < 1e-5)
            #expect(prediction.probabilities.count == 3)
        }
        let page = try scene.text("f.html")
        #expect(page.contains("The 5 images most surely Black_Hair and Young, and not Male"))
        let told = try scene.run("classifier find c faces --labels Young --top 2 -q")
        #expect(told.output.hasPrefix("image") && told.output.split(separator: "\n").count == 3, "\(told)")

        #expect(try scene.run("classifier find c faces").failed(64, mentioning: "--labels"))
        let unknown = try scene.run("classifier find c faces --labels Hat")
        #expect(unknown.failed(64, mentioning: "no label Hat", "Young"), "\(unknown)")
        #expect(
            try scene.run("classifier find c faces --labels Young --top 0").failed(64, mentioning: "--top"))
    }

    @Test func badImagesAreLeftOutOnlyWhereThatIsAskedFor() throws {
        let scene = try Scene()
        try Data("no image".utf8).write(to: scene.root.appendingPathComponent("faces/bad.jpg"))
        for command in ["predict c faces", "find c faces --labels Young"] {
            let run = try scene.run("classifier \(command)")
            #expect(run.failed(65, mentioning: "faces/bad.jpg", "--skip-bad"), "\(run)")
            let skipping = try scene.run("classifier \(command) --skip-bad")
            #expect(skipping.code == 0 && skipping.error.contains("left out: faces/bad.jpg"), "\(skipping)")
        }
    }
}
