import Datasets
import Foundation
import Imaging
import Testing
import Workspace

@testable import Pools

@Suite struct ImportTests {
    private let fixtures = SamplePool.fixtures.appendingPathComponent("imports")

    private func write(_ source: ImportSource, to folder: URL, shardSize: Int? = 5, resume: Bool = false)
        throws
    {
        try PoolImporter(source, shardSize: shardSize, dataset: nil, version: "tests")
            .write(to: folder, resume: resume)
    }

    private func expectEqual(
        _ pool: Pool, _ sample: SamplePool, sourceLocation: SourceLocation = #_sourceLocation
    )
        throws
    {
        #expect(pool.header.isImported && pool.header.dataset == nil, sourceLocation: sourceLocation)
        #expect(pool.header.schema == sample.schema, sourceLocation: sourceLocation)
        #expect(pool.targets == (0..<12).map(sample.target), sourceLocation: sourceLocation)
        #expect(try pool.images(in: 0..<12) == (0..<12).flatMap(sample.image), sourceLocation: sourceLocation)
        #expect(
            pool.sources == nil && pool.sourceIndex == nil && pool.realism == nil,
            sourceLocation: sourceLocation)
    }

    /// What h5py wrote as PyTorch-StudioGAN does, compressed or not, and as pools have it.
    @Test(arguments: ["studiogan", "gzip", "multi-label"]) func filesByH5pyAreTaken(_ name: String) throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: name == "multi-label" ? .multiLabel : .singleLabel)
            let file = fixtures.appendingPathComponent("\(name).h5")
            #expect(try ImportSource.task(ofHDF5: file) == sample.task)
            let source = try ImportSource(hdf5: file, schema: sample.schema, resize: nil)
            #expect(source.count == 12)
            try write(source, to: root)
            let pool = try Pool(folder: root)
            try expectEqual(pool, sample)
            #expect(pool.shardCount == 3)
            #expect(try PoolVerification(of: root).isSound)
        }
    }

    @Test(
        arguments: [Task.multiLabel, .singleLabel],
        ExportFormat.allCases.filter { $0 == .imagefolder || $0 == .hdf5 })
    func anExportComesBack(_ task: Task, _ format: ExportFormat) throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: task)
            let (first, out) = (root.appendingPathComponent("first"), root.appendingPathComponent("out.h5"))
            try sample.write(to: first)
            try ExportedSamples(of: Pool(folder: first)).write(format, to: out, force: false)
            let source =
                format == .hdf5
                ? try ImportSource(hdf5: out, schema: nil, resize: nil)
                : try ImportSource(
                    folder: out, schema: sample.schema, resize: nil, skipBad: false, threads: 2)
            try write(source, to: root.appendingPathComponent("back"))
            try expectEqual(Pool(folder: root.appendingPathComponent("back")), sample)
        }
    }

    @Test(arguments: [
        ("no-labels", WinnowError.Kind.badData, "/labels is missing"),
        ("wrong-label", .badData, "/labels row 0 holds 4"), ("floats", .badData, "/imgs does not hold uint8"),
        ("oblong", .badData, "--resize"), ("something", .badData, "neither imgs and labels"),
        ("bomb", .badData, "/imgs claims"), ("multi-label", .badData, "several labels an image"),
    ])
    func otherFilesAreRefused(_ name: String, kind: WinnowError.Kind, what: String) throws {
        let sample = SamplePool(task: .singleLabel)
        expectError(kind, "\(name).h5", what) {
            _ = try ImportSource(
                hdf5: fixtures.appendingPathComponent("\(name).h5"), schema: sample.schema, resize: nil)
        }
    }

    @Test func labelsHaveToBeNamed() throws {
        let file = fixtures.appendingPathComponent("studiogan.h5")
        expectError(.usage, "--labels") { _ = try ImportSource(hdf5: file, schema: nil, resize: nil) }
        let bits = fixtures.appendingPathComponent("wrong-bit.h5")
        expectError(.badData, "/target row 1 holds 2") {
            _ = try ImportSource(hdf5: bits, schema: SamplePool(task: .multiLabel).schema, resize: nil)
        }
    }

    private func makeFolder(_ root: URL, sides: [Int]) throws {
        for (number, side) in sides.enumerated() {
            let folder = root.appendingPathComponent(["0", "1"][number % 2])
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let image = Image(
                width: side, height: side,
                pixels: (0..<side * side * 3).map { UInt8(($0 + number * 40) % 251) })
            try image.pngData().write(to: folder.appendingPathComponent("\(number).png"))
        }
    }

    @Test func imagesOfAnotherSizeAreResizedOnlyIfAsked() throws {
        try withTemporaryFolder { root in
            let folder = root.appendingPathComponent("images")
            try makeFolder(folder, sides: [8, 8, 6])
            expectError(.badData, "2.png", "has 6×6", "--resize") {
                _ = try ImportSource(folder: folder, schema: nil, resize: nil, skipBad: true, threads: 2)
            }
            let source = try ImportSource(folder: folder, schema: nil, resize: 4, skipBad: false, threads: 2)
            try write(source, to: root.appendingPathComponent("pool"))
            let pool = try Pool(folder: root.appendingPathComponent("pool"))
            #expect(pool.header.imageSize == 4 && pool.header.schema.names == ["0", "1"])
            #expect(pool.targets == [.index(0), .index(0), .index(1)])
            let image = try Image(contentsOf: folder.appendingPathComponent("0/2.png"))
            #expect(try pool.images([1]) == image.resized(width: 4, height: 4).pixels)
        }
    }

    /// The middle square of an oblong image is what stays.
    @Test func oblongImagesAreCropped() throws {
        try withTemporaryFolder { root in
            let file = fixtures.appendingPathComponent("oblong.h5")
            let sample = SamplePool(task: .singleLabel)
            try write(ImportSource(hdf5: file, schema: sample.schema, resize: 2), to: root)
            let pool = try Pool(folder: root)
            let rows = Array(sample.image(3).prefix(2 * 4 * 3))
            #expect(try pool.images([3]) == Array(rows[3..<9] + rows[15..<21]))
        }
    }

    @Test func aBrokenImportGoesOnAndEndsWithTheSameBytes() throws {
        try withTemporaryFolder { root in
            let source = try ImportSource(
                hdf5: fixtures.appendingPathComponent("studiogan.h5"),
                schema: SamplePool(task: .singleLabel).schema, resize: nil)
            let (whole, broken) = (
                root.appendingPathComponent("whole"), root.appendingPathComponent("broken")
            )
            try write(source, to: whole)
            try write(source, to: broken)
            for name in ["manifest.json", "pool.h5", "shards/00001.h5"] {
                try FileManager.default.removeItem(at: broken.appendingPathComponent(name))
            }
            try FileManager.default.copyItem(
                at: whole.appendingPathComponent("manifest.json"),
                to: broken.appendingPathComponent("progress.json"))
            expectError(.cannotCreate, "--resume") { try write(source, to: broken) }
            let other = try ImportSource(
                hdf5: fixtures.appendingPathComponent("gzip.h5"),
                schema: SamplePool(task: .singleLabel).schema, resize: nil)
            expectError(.badRecipe, "imported images are") { try write(other, to: broken, resume: true) }
            try write(source, to: broken, resume: true)
            for name in try FileManager.default.subpathsOfDirectory(atPath: whole.path)
            where name.contains(".") {
                #expect(
                    try Data(contentsOf: whole.appendingPathComponent(name))
                        == Data(contentsOf: broken.appendingPathComponent(name)), "\(name)")
            }
        }
    }

    /// What depends on real images is refused, or takes them from elsewhere.
    @Test func classesOfImportedSamples() throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: .multiLabel)
            try write(
                ImportSource(
                    hdf5: fixtures.appendingPathComponent("multi-label.h5"), schema: sample.schema,
                    resize: nil),
                to: root)
            let pool = try Pool(folder: root)
            #expect(pool.realLabels == nil)
            // Nothing was translated: a class is a whole label.
            let classes = pool.classes(within: .target)
            #expect(classes == pool.classes(within: .combination) && classes.names.count == 8)
            #expect(classes.names.first == "Black_Hair & Blond_Hair & Male" && classes.names.last == "none")
            #expect(classes.realCount == 0)
            let ranking = try Ranking(score: sample.score, classes: classes)
            #expect(try ranking.keeping(.topK(1)).kept.count == 8)
            #expect(try ranking.keeping(.fraction(0.5)).kept.count == 6)
            expectError(.usage, "--data") { _ = try ranking.keeping(.ratio(1, perClass: .proportional)) }
            let real: [Label] = [.bits([0, 0, 0]), .bits([0, 0, 0]), .bits([1, 0, 0]), .bits([1, 1, 1])]
            let known = pool.classes(within: .target, realLabels: real)
            #expect(known.realCount == 4 && known.realCounts.reduce(0, +) == 4)
            let kept = try Ranking(score: sample.score, classes: known).keeping(
                .ratio(1, perClass: .proportional))
            #expect(kept.kept.map { sample.target($0) }.filter { $0 == .bits([0, 0, 0]) }.count == 2)
            let summary = try PoolSummary(of: pool)
            #expect(summary.isImported && summary.fold == nil && summary.perTarget["none"] == 2)
            let json = try #require(
                JSONSerialization.jsonObject(with: JSONEncoder().encode(summary)) as? [String: Any])
            #expect(json["imported"] as? Bool == true && json["fold"] == nil)
        }
    }

    @Test func aShardOfAnotherKindOfPoolIsRefused() throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: .multiLabel)
            try sample.write(to: root)
            let header = try PoolHeader(
                schema: sample.schema, imageSize: 4, origin: .imported(fingerprint: "x"), dataset: nil,
                library: "tests")
            let images = (7..<12).flatMap(sample.image)
            let shard = PoolShard(images: images, targets: (7..<12).map(sample.target))
            try ShardFile.bytes(of: shard, header: header, name: "x")
                .write(to: root.appendingPathComponent("shards/00001.h5"))
            try DamagedPoolTests().resign(root)
            expectError(.badData, "shards/00001.h5", "samples are imported, not translated") {
                _ = try Pool(folder: root)
            }
            expectError(.bug, "do not make a shard") {
                _ = try ShardFile.bytes(of: shard, header: sample.header(), name: "x")
            }
        }
    }
}
