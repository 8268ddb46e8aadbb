import Foundation
import Testing

@Suite struct PoolCommandTests {
    /// A copy of the pool of twelve samples that Tests/Fixtures/pools holds; deleted with the suite's value.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-pool-\(UUID().uuidString)")
        var pool: String { root.appendingPathComponent("pool").path }

        init() throws {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent()
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: tests.appendingPathComponent("Fixtures/pools/multi-label"),
                to: root.appendingPathComponent("pool"))
        }

        deinit { try? FileManager.default.removeItem(at: root) }
    }

    @Test func filterWritesASelectionThatInspectShows() throws {
        let scene = try Scene()
        let arguments = ["pool", "filter", scene.pool, "--by", "cl-sam", "--top-k", "2", "--out", "best"]
        let line = "exec $winnow " + arguments.joined(separator: " ")
        let run = try CommandRun(shell: line + " --json")
        #expect(run.code == 0, "\(run)")
        #expect(run.output.contains(#""count" : 6"#))
        let inspected = try CommandRun("pool", "inspect", scene.pool, "--json")
        #expect(inspected.output.contains(#""best""#) && inspected.error.isEmpty)
        #expect(try CommandRun(shell: line).failed(73, mentioning: "best", "--force"))
        #expect(try CommandRun(shell: line + " --force").code == 0)
    }

    @Test func aThresholdMayBeNegative() throws {
        let scene = try Scene()
        let run = try CommandRun(
            "pool", "filter", scene.pool, "--by", "cl-sam", "--threshold", "-1000", "--out", "x")
        #expect(run.code == 0, "\(run)")
    }

    @Test func scoreAndInspectTellTheSameMedian() throws {
        let scene = try Scene()
        let scored = try CommandRun("pool", "score", scene.pool, "--by", "cr-sam", "--force")
        let median = scored.output.firstMatch(of: /median +(\S+)/).map { String($0.1) }
        let inspected = try CommandRun("pool", "inspect", scene.pool)
        #expect(try inspected.output.contains(#require(median)), "\(scored) \(inspected)")
    }

    @Test func whatIsNotThereIsSaid() throws {
        #expect(try CommandRun("pool", "inspect", "/nowhere").failed(66, mentioning: "no such folder"))
        let scene = try Scene()
        try FileManager.default.removeItem(at: scene.root.appendingPathComponent("pool/shards/00000.h5"))
        let run = try CommandRun("pool", "verify", scene.pool, "--json")
        #expect(
            run.code == 66 && run.error.contains("is missing") && !run.error.contains("damaged"), "\(run)")
        #expect(run.output.contains(#""state" : "missing""#) && run.output.contains(#""problem" : null"#))
    }

    @Test func randomFollowsTheSeed() throws {
        let scene = try Scene()
        let rank = { (seed: String) in
            try CommandRun("pool", "rank", scene.pool, "--by", "random", "--seed", seed, "--json").output
        }
        #expect(try rank("1") == rank("1"))
        #expect(try rank("1") != rank("2"))
    }

    @Test func rankDrawsASheet() throws {
        let scene = try Scene()
        let sheet = scene.root.appendingPathComponent("sheet.png")
        let run = try CommandRun(
            "pool", "rank", scene.pool, "--by", "cr-sam", "--top", "2", "--sheet", sheet.path)
        #expect(run.code == 0, "\(run)")
        #expect(try Data(contentsOf: sheet).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test(arguments: [
        ("--by cl-sam --out x", Int32(64), "--ratio"),
        ("--by cl-sam --ratio 1 --top-k 1 --out x", 64, "one of"),
        ("--by cl-sam --ratio -1 --out x", 64, "--ratio -1 is not allowed"),
        ("--by cl-sam --threshold 9999 --out x", 64, "scores run from"),
        ("--by cl-sam --ratio 99 --out x", 64, "99"), ("--by cl-sam --ratio nan --out x", 64, "nan"),
        ("--by cl-sam --top-k 1 --out ../x", 64, "../x"), ("--by nobody --top-k 1 --out x", 66, "nobody"),
        ("--by cl-sam --top-k 1 --out no/such/folder/x.h5", 73, "no/such/folder"),
    ])
    func filterRefuses(options: String, code: Int32, word: String) throws {
        let scene = try Scene()
        let run = try CommandRun(shell: "exec $winnow pool filter \(scene.pool) \(options)")
        #expect(run.failed(code, mentioning: word), "\(run)")
    }

    @Test func verifyFindsADamagedByte() throws {
        let scene = try Scene()
        #expect(try CommandRun("pool", "verify", scene.pool).code == 0)
        let shard = scene.root.appendingPathComponent("pool/shards/00000.h5")
        var bytes = try Data(contentsOf: shard)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: shard)
        let run = try CommandRun("pool", "verify", scene.pool)
        #expect(run.code == 65 && run.output.contains("00000.h5"), "\(run)")
        #expect(try CommandRun("pool", "inspect", scene.pool).failed(65, mentioning: "00000.h5"))
    }
}

@Suite struct DatasetFacesTests {
    @Test func drawsWhatInspectReads() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-faces-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let line = "exec $winnow dataset faces \(folder.path) --count 20 --test 5 --validation 0 --size 32"
        #expect(try CommandRun(shell: line + " -q").code == 0)
        let run = try CommandRun("dataset", "inspect", folder.path, "--json")
        #expect(run.code == 0 && run.output.contains(#""32x32" : 25"#), "\(run)")
        #expect(try CommandRun(shell: line).failed(73, mentioning: "--force"))
        #expect(try CommandRun(shell: line + " --force").code == 0)
    }

    @Test(arguments: [
        "--count 0 --test 0 --validation 0", "--count -3", "--size 7", "--label-noise 2", "--male nan",
    ])
    func impossibleSettingsAre64(options: String) throws {
        let run = try CommandRun(shell: "exec $winnow dataset faces faces \(options)")
        #expect(run.failed(64), "\(run)")
    }
}
