import Foundation
import Imaging
import Synchronization
import Testing
import Workspace

@testable import Datasets

@Suite struct FacesDatasetTests {
    private func small() -> FacesDataset {
        var faces = FacesDataset(seed: 7)
        faces.counts = [.train: 6, .validation: 2, .test: 3]
        (faces.width, faces.height) = (48, 56)
        return faces
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "faces-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    /// Every file below a folder with its bytes, but for Winnow's mark.
    private func contents(_ folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            var isFolder: ObjCBool = false
            let url = folder.appendingPathComponent(path)
            if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
                files[path] = try Data(contentsOf: url)
            }
        }
        #expect(files.removeValue(forKey: OutputFolder.markerName) != nil)
        return files
    }

    @Test func celebaIsWrittenToTheLetter() throws {
        try withFolder { folder in
            let faces = small()
            try faces.write(to: folder)
            let files = try contents(folder)
            #expect(files.count == 13)
            let image = try Image(contentsOf: folder.appendingPathComponent("img_align_celeba/000011.jpg"))
            #expect(image.width == 48 && image.height == 56)

            let text = String(decoding: try #require(files["list_attr_celeba.txt"]), as: UTF8.self)
            let lines = text.components(separatedBy: "\n")
            #expect(lines.count == 14 && lines[13].isEmpty)
            #expect(lines[0] == "11")
            #expect(lines[1].hasPrefix("5_o_Clock_Shadow Arched_Eyebrows ") && lines[1].hasSuffix(" Young "))
            #expect(lines[1].split(separator: " ").map(String.init) == FaceAttributes.names)
            let sampler = try FaceSampler(seed: 7)
            let order: [(Split, Int)] =
                (0..<6).map { (.train, $0) } + (0..<2).map { (.validation, $0) } + (0..<3).map { (.test, $0) }
            for (number, (split, index)) in order.enumerated() {
                let line = lines[number + 2]
                #expect(line.count == 10 + 40 * 3)
                #expect(line.hasPrefix(String(format: "%06d.jpg ", number + 1)))
                let values = line.dropFirst(10).split(separator: " ").map(String.init)
                let recorded = sampler.face(split: split, index: index).recorded.values
                #expect(values == recorded.map { $0 ? "1" : "-1" })
            }
            let partition = String(decoding: try #require(files["list_eval_partition.txt"]), as: UTF8.self)
            let codes = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2]
            #expect(
                partition == codes.enumerated().map { String(format: "%06d.jpg %d\n", $0 + 1, $1) }.joined())
        }
    }

    @Test func bytesDoNotDependOnThreads() throws {
        try withFolder { folder in
            var faces = small()
            faces.threads = 1
            try faces.write(to: folder.appendingPathComponent("one"))
            faces.threads = 5
            try faces.write(to: folder.appendingPathComponent("five"))
            faces.seed = 8
            try faces.write(to: folder.appendingPathComponent("other"))
            let one = try contents(folder.appendingPathComponent("one"))
            #expect(one == (try contents(folder.appendingPathComponent("five"))))
            let other = try contents(folder.appendingPathComponent("other"))
            #expect(one["img_align_celeba/000001.jpg"] != other["img_align_celeba/000001.jpg"])
        }
    }

    @Test func theLoaderReadsWhatIsWritten() throws {
        try withFolder { folder in
            try small().write(to: folder)
            let data = try Dataset.open(folder)
            #expect(data.layout == "celeba")
            #expect(data.examples[.train]?.count == 6 && data.examples[.test]?.count == 3)
        }
    }

    @Test(arguments: [FacesLayout.folder, .affectNetFolders])
    func expressionsBecomeFolders(layout: FacesLayout) throws {
        try withFolder { folder in
            var faces = small()
            faces.layout = layout
            faces.distribution.expressions = [0, 1, 0, 1, 0, 0, 0, 0]
            try faces.write(to: folder)
            let files = try contents(folder).keys.sorted()
            #expect(files.count == 11)
            let names = layout == .folder ? ["happy", "surprise"] : ["1", "3"]
            #expect(files.allSatisfy { file in names.contains { file.contains("/\($0)/") } })
            #expect(files.filter { $0.hasPrefix("val/") }.count == 2)
        }
    }

    @Test func splitsMayHaveTheirOwnDistribution() throws {
        try withFolder { folder in
            var faces = small()
            faces.distribution.male = 0
            var test = FaceDistribution()
            test.male = 1
            faces.overrides[.test] = test
            try faces.write(to: folder)
            let list = try String(
                contentsOf: folder.appendingPathComponent("list_attr_celeba.txt"), encoding: .utf8)
            let male = list.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ")[21] }
            #expect(male == Array(repeating: "-1", count: 8) + Array(repeating: "1", count: 3))
        }
    }

    @Test func progressCountsUpAndMayStop() throws {
        struct Stop: Error {}
        try withFolder { folder in
            let seen = Mutex<[Int]>([])
            try small().write(to: folder.appendingPathComponent("all")) { done, total in
                #expect(total == 11)
                seen.withLock { $0.append(done) }
            }
            #expect(seen.withLock { $0 } == Array(1...11))
            let stopped = folder.appendingPathComponent("stopped")
            #expect(throws: Stop.self) {
                try small().write(to: stopped) { done, _ in if done == 3 { throw Stop() } }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["all"])
        }
    }

    @Test func aDataSetIsReplacedWholeOrNotAtAll() throws {
        struct Stop: Error {}
        try withFolder { folder in
            try small().write(to: folder)
            let before = try contents(folder)
            var other = small()
            other.seed = 8
            #expect(throws: Stop.self) {
                try other.write(to: folder, force: true) { done, _ in if done == 3 { throw Stop() } }
            }
            #expect(try contents(folder) == before)
            try other.write(to: folder, force: true)
            let after = try contents(folder)
            #expect(after.keys.sorted() == before.keys.sorted() && after != before)
        }
    }

    @Test func aFolderOfOthersIsNotReplaced() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let note = folder.appendingPathComponent("note.txt")
            try Data("mine".utf8).write(to: note)
            for force in [false, true] {
                #expect(throws: WinnowError.self) { try small().write(to: folder, force: force) }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["note.txt"])
            #expect(try Data(contentsOf: note) == Data("mine".utf8))
        }
    }

    @Test func badSettingsAndFoldersAreRefused() throws {
        try withFolder { folder in
            func kind(_ change: (inout FacesDataset) -> Void, at url: URL? = nil) -> WinnowError.Kind? {
                var faces = small()
                change(&faces)
                do {
                    try faces.write(to: url ?? folder.appendingPathComponent("new"))
                    return nil
                } catch {
                    return (error as? WinnowError)?.kind
                }
            }
            #expect(kind { $0.width = 0 } == .usage)
            #expect(kind { $0.height = 1 << 20 } == .usage)
            #expect(kind { $0.counts = [.train: -1] } == .usage)
            #expect(kind { $0.counts = [:] } == .usage)
            #expect(kind { $0.jpegQuality = 101 } == .usage)
            #expect(kind { $0.threads = 0 } == .usage)
            #expect(kind { $0.distribution.hat = 2 } == .usage)
            #expect(!FileManager.default.fileExists(atPath: folder.path))
            try small().write(to: folder)
            let before = try contents(folder)
            #expect(kind({ _ in }, at: folder) == .cannotCreate)
            #expect(
                kind({ _ in }, at: folder.appendingPathComponent("list_attr_celeba.txt")) == .cannotCreate)
            #expect(try contents(folder) == before)
        }
    }
}
