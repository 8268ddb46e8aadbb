import Datasets
import Foundation
import Imaging
import Testing
import Workspace

@testable import Pools

@Suite struct ExportTests {
    private func withPool(_ task: Task, _ body: (SamplePool, Pool, URL) throws -> Void) throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: task)
            let folder = root.appendingPathComponent("sample")
            try sample.write(to: folder)
            let pool = try Pool(folder: folder)
            try pool.writeScores(Scores(score: sample.score), named: "random")
            let probability = (0..<12 * sample.schema.count).map { Float($0) / 64 }
            try pool.writeScores(
                Scores(score: sample.score.reversed(), probability: probability), named: "cl-sam")
            try body(sample, pool, root.appendingPathComponent("out"))
        }
    }

    /// Samples 7, 2 and 11, in this order.
    private func selection(_ sample: SamplePool) -> Selection {
        Selection(
            name: "three", index: [7, 2, 11], score: [0.5, 0.25, -1], label: [7, 2, 11].map(sample.target))
    }

    @Test func anImageFolderHoldsEveryImageUnderItsLabel() throws {
        try withPool(.multiLabel) { sample, pool, out in
            try ExportedSamples(of: pool).write(.imagefolder, to: out, force: false)
            let lines = try String(contentsOf: out.appendingPathComponent("metadata.csv"), encoding: .utf8)
                .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
            #expect(
                lines[0] == [
                    "file_name", "target", "source", "source_index", "realism", "score_cl-sam",
                    "score_random",
                ])
            #expect(
                lines[7] == [
                    "Blond_Hair+Male/00006.png", "Blond_Hair & Male", "Blond_Hair", "0", "0.5", "11.0", "6.0",
                ])
            #expect(lines[1][0] == "none/00000.png" && lines.count == 13)
            for (place, line) in lines.dropFirst().enumerated() {
                let image = try Image(contentsOf: out.appendingPathComponent(line[0]))
                #expect(image.pixels == sample.image(place))
                #expect(
                    pool.header.schema.label(ofFolder: line[0].split(separator: "/").map(String.init)[0])
                        == sample.target(place))
            }
            let files = FileManager.default.enumerator(atPath: out.path)?.compactMap { $0 as? String }
            #expect(files?.filter { $0.hasSuffix(".png") }.count == 12)
        }
    }

    @Test func aSelectionKeepsItsOrder() throws {
        try withPool(.singleLabel) { sample, pool, out in
            let samples = try ExportedSamples(of: pool, selection: selection(sample))
            try samples.write(.imagefolder, to: out, force: false)
            let lines = try String(contentsOf: out.appendingPathComponent("metadata.csv"), encoding: .utf8)
                .split(separator: "\n")
            #expect(lines[0].hasSuffix("realism,score,score_cl-sam,score_random"))
            #expect(
                lines.dropFirst().map { $0.split(separator: ",")[0] } == [
                    "Surprise/00007.png", "Sad/00002.png", "Surprise/00011.png",
                ])
            #expect(lines[1].hasSuffix(",0.75,0.5,4.0,1.0"))
        }
    }

    /// The files of a tar archive, its checksums compared.
    private func files(of tar: URL) throws -> [(name: String, bytes: Data)] {
        let data = try Data(contentsOf: tar)
        #expect(data.count.isMultiple(of: 10_240))
        var files: [(String, Data)] = []
        var position = 0
        func text(_ range: Range<Int>) -> String {
            String(
                decoding: data[position..<position + 512].dropFirst(range.lowerBound).prefix(range.count)
                    .prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
        }
        while position < data.count, data[position] != 0 {
            let header = data[position..<position + 512]
            let sum = header.enumerated().reduce(0) {
                $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element))
            }
            #expect(Int(text(148..<154), radix: 8) == sum)
            #expect(text(257..<262) == "ustar")
            #expect(text(136..<147) == "00000000000")
            #expect(data[position + 156] == UInt8(ascii: "0"))
            let size = try #require(Int(text(124..<135), radix: 8))
            files.append((text(0..<100), data[position + 512..<position + 512 + size]))
            position += 512 + (size + 511) / 512 * 512
        }
        #expect(data[position...].count >= 1024 && data[position...].allSatisfy { $0 == 0 })
        return files
    }

    @Test(arguments: [Task.multiLabel, .singleLabel]) func aWebDatasetHoldsWholeSamples(_ task: Task) throws {
        try withPool(task) { sample, pool, out in
            try ExportedSamples(of: pool).write(.webdataset, to: out, force: false, tarSize: 5)
            let tars = try FileManager.default.contentsOfDirectory(atPath: out.path).filter {
                $0.hasSuffix(".tar")
            }
            #expect(tars.sorted() == (0..<3).map { "sample-00000\($0).tar" })
            let all = try tars.sorted().flatMap { try files(of: out.appendingPathComponent($0)) }
            let kinds = task == .singleLabel ? ["png", "json", "cls"] : ["png", "json"]
            let keys = (0..<12).map { String("0000\($0)".suffix(5)) }
            let expected: [String] = keys.flatMap { key in kinds.map { "\(key).\($0)" } }
            #expect(all.map(\.name) == expected)
            for place in 0..<12 {
                let parts = all[place * kinds.count..<(place + 1) * kinds.count].map(\.bytes)
                #expect(try Image.decode(Data(parts[0]), name: "png").pixels == sample.image(place))
                let facts = try #require(
                    JSONSerialization.jsonObject(with: Data(parts[1])) as? [String: Any])
                #expect(facts["index"] as? Int == place)
                #expect(facts["source_index"] as? Int == place * 5 % 6)
                #expect(facts["realism"] as? Double == Double(place) * 0.25 - 1)
                #expect((facts["scores"] as? [String: Double])?["random"] == Double(place * 7 % 12))
                switch sample.target(place) {
                case .index(let index):
                    #expect(facts["target"] as? String == sample.schema.names[index])
                    #expect(String(decoding: parts[2], as: UTF8.self) == "\(index)")
                case .bits(let bits):
                    #expect(
                        facts["target"] as? [String: Int]
                            == Dictionary(uniqueKeysWithValues: zip(sample.schema.names, bits.map(Int.init))))
                case .indices: Issue.record("a pool has no labels of several heads")
                }
            }
        }
    }

    @Test(arguments: [Task.multiLabel, .singleLabel]) func anHDF5FileHasStudioGANsLayout(_ task: Task) throws
    {
        try withPool(task) { sample, pool, out in
            try ExportedSamples(of: pool, selection: selection(sample)).write(.hdf5, to: out, force: false)
            let file = try HDF5File(opening: out)
            let images = try HDF5Dataset<UInt8>("imgs", in: file, shape: [3, 3, 4, 4])
            let expected = [7, 2, 11].flatMap { index in
                (0..<3).flatMap { channel in (0..<16).map { sample.image(index)[$0 * 3 + channel] } }
            }
            #expect(try images.read() == expected)
            let indices = try HDF5Dataset<Int64>("index", in: file, shape: [3])
            #expect(try indices.read() == [7, 2, 11])
            let shape = task == .multiLabel ? [3, 3] : [3]
            let labels = try HDF5Dataset<Int64>("labels", in: file, shape: shape)
            #expect(try labels.read() == (task == .multiLabel ? [1, 1, 1, 0, 1, 0, 1, 1, 0] : [3, 2, 3]))
            #expect(try file.strings("label_names") == sample.schema.names)
            try file.checkMembers(["imgs", "labels", "index"])
        }
    }

    /// Columns of one size are not mistaken for one another: six labels of 8 bytes take as much as an image of 4×4.
    @Test func columnsOfOneSizeAreToldApart() throws {
        try withTemporaryFolder { root in
            let url = root.appendingPathComponent("file.h5")
            let outline = try HDF5Outline(
                columns: [
                    .init("imgs", of: UInt8.self, shape: [2, 3, 4, 4]),
                    .init("labels", of: Int64.self, shape: [2, 6]), .init("a", of: Int64.self, shape: [12]),
                ], name: "file.h5"
            ) { _ in }
            let writer = try FileWriter(creating: url)
            let places = try outline.begin(writer)
            for (name, byte) in [("imgs", UInt8(1)), ("labels", 2), ("a", 3)] {
                try writer.seek(to: places[name])
                try writer.write([UInt8](repeating: byte, count: 96))
            }
            try writer.flush()
            let file = try HDF5File(opening: url)
            let images = try HDF5Dataset<UInt8>("imgs", in: file, shape: [2, 3, 4, 4])
            #expect(try images.read().allSatisfy { $0 == 1 })
            let labels = try HDF5Dataset<Int64>("labels", in: file, shape: [2, 6])
            #expect(try labels.read().allSatisfy { $0 == 0x0202_0202_0202_0202 })
            let last = try HDF5Dataset<Int64>("a", in: file, shape: [12])
            #expect(try last.read().allSatisfy { $0 == 0x0303_0303_0303_0303 })
        }
    }

    @Test func numPyFilesAreOfFormat1() throws {
        try withPool(.multiLabel) { sample, pool, out in
            try ExportedSamples(of: pool, selection: selection(sample)).write(.numpy, to: out, force: false)
            func file(_ name: String) throws -> (header: String, data: Data) {
                let data = try Data(contentsOf: out.appendingPathComponent(name + ".npy"))
                #expect(data.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]))
                let length = Int(data[8]) + Int(data[9]) << 8
                #expect((10 + length).isMultiple(of: 64) && data[9 + length] == 0x0A)
                return (
                    String(decoding: data[10..<10 + length], as: UTF8.self), Data(data.dropFirst(10 + length))
                )
            }
            let index = try file("index")
            #expect(index.header.hasPrefix("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }"))
            #expect(index.data == Data([7, 2, 11].flatMap { [UInt8($0)] + [UInt8](repeating: 0, count: 7) }))
            let target = try file("target")
            #expect(target.header.hasPrefix("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 3), }"))
            #expect(target.data == Data([1, 1, 1, 0, 1, 0, 1, 1, 0]))
            let scores = try file("scores/random").data
            #expect(scores == [Float(1), 2, 5].withUnsafeBytes { Data($0) })
            let probabilities = try file("probabilities/cl-sam")
            #expect(probabilities.header.contains("(3, 3)") && probabilities.data.count == 36)
            let labels = try file("labels")
            #expect(labels.header.contains("'<U10'") && labels.data.count == 3 * 40)
            #expect(try file("score").data == [Float(0.5), 0.25, -1].withUnsafeBytes { Data($0) })
        }
    }

    @Test(arguments: ExportFormat.allCases) func equalPoolsAreEqualBytes(_ format: ExportFormat) throws {
        try withPool(.multiLabel) { _, pool, out in
            let other = out.deletingLastPathComponent().appendingPathComponent("other")
            try ExportedSamples(of: pool).write(format, to: out, force: false, threads: 1)
            try ExportedSamples(of: pool).write(format, to: other, force: false, threads: 3)
            let names = format.isFile ? [""] : try FileManager.default.subpathsOfDirectory(atPath: out.path)
            #expect(!names.isEmpty)
            for name in names {
                let file = out.appendingPathComponent(name)
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
                if isFolder.boolValue { continue }
                #expect(
                    try Data(contentsOf: file) == Data(contentsOf: other.appendingPathComponent(name)),
                    "\(name)")
            }
        }
    }

    /// A shard that goes while a pool is exported ends it, and leaves nothing behind; what was there before stays.
    @Test(arguments: ExportFormat.allCases.filter { $0 != .numpy })
    func aFailureLeavesNothing(_ format: ExportFormat) throws {
        try withPool(.singleLabel) { _, pool, out in
            try ExportedSamples(of: pool).write(format, to: out, force: false)
            let before = try FileManager.default.subpathsOfDirectory(atPath: out.path).sorted()
            // No shard of this one has been read yet.
            let samples = try ExportedSamples(of: Pool(folder: pool.folder))
            try FileManager.default.removeItem(at: pool.folder.appendingPathComponent("shards/00001.h5"))
            expectError(.missingInput, "shards/00001.h5") { try samples.write(format, to: out, force: true) }
            #expect(try FileManager.default.subpathsOfDirectory(atPath: out.path).sorted() == before)
            let place = out.deletingLastPathComponent()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: place.path).sorted() == ["out", "sample"])
        }
    }
}
