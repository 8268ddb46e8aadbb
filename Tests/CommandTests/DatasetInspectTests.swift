import Foundation
import Testing

@Suite struct DatasetInspectTests {
    /// A folder data set with two labels; deleted with the suite's value.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-data-\(UUID().uuidString)")

        init() throws {
            for split in ["train", "val", "test"] {
                for (label, count) in [("cat", 3), ("dog", 1)] {
                    for number in 0..<count { try add("\(split)/\(label)/\(number).png") }
                }
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func add(_ path: String, _ data: Data? = nil) throws {
            let url = root.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (data ?? Self.pixel).write(to: url)
        }

        static var pixel: Data {
            get throws {
                let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                    .deletingLastPathComponent()
                return try Data(contentsOf: tests.appendingPathComponent("Fixtures/workspace/pixel.png"))
            }
        }
    }

    private struct Facts: Decodable {
        struct Split: Decodable {
            let count: Int
            let positives: [String: Int]
        }

        struct Unreadable: Decodable {
            let file: String
            let reason: String
        }

        let layout: String
        let task: String
        let labels: [String]
        let imageSizes: [String: Int]
        let splits: [String: Split]
        let unreadable: [Unreadable]
    }

    private func facts(_ run: CommandRun) throws -> Facts {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Facts.self, from: Data(run.output.utf8))
    }

    @Test func countsLabelsAndSizes() throws {
        let scene = try Scene()
        let run = try CommandRun("dataset", "inspect", scene.root.path, "--json", "--quiet")
        #expect(run.code == 0 && run.error.isEmpty)
        let facts = try facts(run)
        #expect(facts.layout == "folder" && facts.task == "single-label" && facts.labels == ["cat", "dog"])
        #expect(facts.imageSizes == ["2x1": 12] && facts.unreadable.isEmpty)
        #expect(Set(facts.splits.keys) == ["train", "validation", "test"])
        #expect(facts.splits.values.allSatisfy { $0.count == 4 && $0.positives == ["cat": 3, "dog": 1] })
    }

    @Test func tellsAPersonTheSame() throws {
        let scene = try Scene()
        let run = try CommandRun("dataset", "inspect", scene.root.path)
        #expect(run.code == 0 && run.error.hasSuffix("img/s]\n"))
        #expect(run.output.contains("cat     3 (75.0 %)"))
        #expect(run.output.contains("3.0 to 1: 3 cat, 1 dog"))
    }

    @Test func findsDamagedImagesUnlessAskedToBeQuick() throws {
        let scene = try Scene()
        try scene.add("train/dog/cut.png", Scene.pixel.dropLast(20))
        try scene.add("train/dog/text.jpg", Data("no image".utf8))
        try scene.add("train/dog/empty.jpg", Data())
        let run = try CommandRun("dataset", "inspect", scene.root.path, "--json", "-q")
        #expect(run.code == 0)
        let names = ["train/dog/cut.png", "train/dog/empty.jpg", "train/dog/text.jpg"]
        #expect(try facts(run).unreadable.map(\.file) == names)
        let quick = try CommandRun("dataset", "inspect", scene.root.path, "--json", "-q", "--quick")
        #expect(try facts(quick).unreadable.map(\.file) == Array(names.dropFirst()))
    }

    @Test func headsAreShownAndRefusedElsewhere() throws {
        let scene = try Scene()
        let data = scene.root.appendingPathComponent("faces").path
        let drawn = try CommandRun(
            "dataset", "faces", data, "--layout", "utkface", "--count", "12", "--size", "24", "--quirks", "-q"
        )
        #expect(drawn.code == 0 && drawn.error.isEmpty, "\(drawn)")
        let run = try CommandRun("dataset", "inspect", data, "-q")
        #expect(run.code == 0, "\(run)")
        for part in [
            "layout     utkface", "task       multi-head", "age 20 to 29", "gender female", "unreadable 3",
        ] {
            #expect(run.output.contains(part), "\(run.output)")
        }
        #expect(run.output.contains("UTKFace/39_1_20170116174525125.jpg.chip.jpg: the race is missing"))
        let chosen = try CommandRun("dataset", "inspect", data, "-q", "--attributes", "gender")
        #expect(chosen.output.contains("unreadable 0") && !chosen.output.contains("age 20 to 29"))
        let trained = try CommandRun(
            "policy", "train", "cl-sam", "--data", data, "--skip-bad", "--out", scene.root.path + "/policy")
        #expect(
            trained.failed(64, mentioning: "the labels have several heads (age, gender, race)"), "\(trained)")
        let predicted = try CommandRun(
            "classifier", "predict", "x.jpg", "--weights", "x.pth", "--task", "multi-head")
        #expect(predicted.code == 64 && predicted.error.contains("multi-label"), "\(predicted)")
    }

    @Test func theThreadsDoNotChangeTheFacts() throws {
        let scene = try Scene()
        for number in 0..<9 { try scene.add("train/dog/x\(number).jpg", Data([UInt8(number)])) }
        let outputs = try ["1", "2", "7", "1024"].map {
            try CommandRun("dataset", "inspect", scene.root.path, "--json", "-q", "--threads", $0).output
        }
        #expect(Set(outputs).count == 1)
    }

    @Test func whatIsNoDataSetIsRefused() throws {
        let scene = try Scene()
        #expect(
            try CommandRun("dataset", "inspect", "/nowhere/at all").failed(66, mentioning: "/nowhere/at all"))
        let file = scene.root.appendingPathComponent("train/dog/0.png").path
        let onFile = try CommandRun("dataset", "inspect", file)
        #expect(onFile.failed(66, mentioning: file) || onFile.failed(65, mentioning: file), "\(onFile)")
        try scene.add("empty/note.txt", Data("x".utf8))
        let empty = try CommandRun("dataset", "inspect", scene.root.appendingPathComponent("empty").path)
        #expect(empty.failed(65, mentioning: "no known layout"), "\(empty)")
    }

    @Test func aSignalEndsItCleanly() throws {
        let scene = try Scene()
        // Drawing this many faces takes many seconds, so it is still at work when the signal comes.
        let line =
            "$winnow dataset faces '\(scene.root.path)/faces' --count 3000 & sleep 0.5; kill -TERM $!; wait $!"
        let run = try CommandRun(shell: line)
        #expect(
            run.code == 143 && run.output.isEmpty && run.error.hasSuffix("winnow: interrupted\n"), "\(run)")
    }
}
