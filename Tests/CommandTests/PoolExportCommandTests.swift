import Foundation
import Testing

@Suite struct PoolExportCommandTests {
    /// A copy of a pool of twelve samples, in a folder that is deleted with the value.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-export-\(UUID().uuidString)")

        init() throws {
            let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent()
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: tests.appendingPathComponent("Fixtures/pools/single-label"),
                to: root.appendingPathComponent("pool"))
            try Data().write(to: root.appendingPathComponent("pool/.winnow-run"))
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func run(_ arguments: String) throws -> CommandRun {
            try CommandRun(shell: "exec $winnow \(arguments)", folder: root)
        }

        func names(_ path: String = "") throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path)
                .sorted()
        }
    }

    @Test(arguments: ["imagefolder", "webdataset", "numpy", "hdf5"])
    func eachFormatIsWrittenOnce(format: String) throws {
        let scene = try Scene()
        let line = "pool export pool --format \(format) --out out/place"
        let first = try scene.run(
            (format == "hdf5" ? "pool export pool --format hdf5 --out place" : line) + " --json")
        #expect(first.code == 0 && first.output.contains(#""count" : 12"#), "\(first)")
        let again = format == "hdf5" ? "pool export pool --format hdf5 --out place" : line
        #expect(try scene.run(again).failed(73, mentioning: "place", "--force"))
        #expect(try scene.run(again + " --force").code == 0)
    }

    @Test func aSelectionIsExported() throws {
        let scene = try Scene()
        #expect(try scene.run("pool filter pool --by cl-sam --top-k 2 --out best -q").code == 0)
        #expect(try scene.run("pool filter pool --by cl-sam --top-k 1 --out one.h5 -q").code == 0)
        let run = try scene.run(
            "pool export pool --selection best --format webdataset --tar-size 3 --out tar")
        #expect(run.code == 0 && run.output.contains("samples  8"), "\(run)")
        let tars = (0..<3).map { "best-00000\($0).tar" }
        #expect(try scene.names("tar") == [".winnow-run"] + tars)
        #expect(
            try scene.run("pool export pool --selection one.h5 --format numpy --out npy").output.contains(
                "samples  4"))
        #expect(
            try scene.run("pool export pool --selection none --format numpy --out x")
                .failed(66, mentioning: "no selection none", "best"))
    }

    @Test(arguments: [
        ("--format imagefolder --out .", Int32(64), "is or holds"),
        ("--format imagefolder --out pool --force", 64, "is or holds"),
        ("--format tar --out x", 64, "imagefolder"), ("--format numpy", 64, "--out"),
        ("--format webdataset --tar-size 0 --out x", 64, "--tar-size 0"),
        ("--format hdf5 --out no/such/place.h5", 73, "no/such"),
        ("--format hdf5 --out /proc/x.h5", 73, "/proc"),
        ("--format numpy --out /proc/x", 73, "/proc"),
    ])
    func refuses(options: String, code: Int32, word: String) throws {
        let scene = try Scene()
        let run = try scene.run("pool export pool \(options)")
        #expect(run.code == code && run.error.contains(word) && run.output.isEmpty, "\(run)")
        #expect(try scene.names() == ["pool"])
        #expect(try scene.run("pool verify pool").code == 0)
    }

    /// Where the disk is full, which a limit of a file's size stands in for, nothing is left. A thread sanitizer would begin with a
    /// temporary file, and does without where there is no place for it.
    @Test(arguments: ["imagefolder", "webdataset", "hdf5", "numpy"])
    func aFullDiskIs74(format: String) throws {
        let scene = try Scene()
        let line =
            "(ulimit -f 0; TMPDIR=/proc exec $winnow pool export pool --format \(format) --out out) 2>&1 | cat >&2; exit ${PIPESTATUS[0]}"
        let run = try CommandRun(shell: line, folder: scene.root)
        #expect(run.code == 74 && run.error.contains("cannot write"), "\(run)")
        #expect(try scene.names() == ["pool"])
    }
}
