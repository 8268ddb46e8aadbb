import Datasets
import Foundation
import Testing
import Workspace

@testable import Pools

@Suite struct DamagedPoolTests {
    let sample = SamplePool(task: .multiLabel)

    func withPool(_ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { root in
            try sample.write(to: root)
            try Pool(folder: root).writeScores(Scores(score: sample.score), named: "random")
            try body(root)
        }
    }

    /// Makes the manifest fit files that were tampered with, as a hostile author would.
    func resign(_ root: URL) throws {
        var manifest = try PoolManifest(readingFrom: root)
        for path in manifest.files.keys {
            let url = root.appendingPathComponent(path)
            manifest.files[path] = try .init(
                bytes: HDF5File.regularFileSize(url), sha256: FileDigest.sha256(of: url))
        }
        try manifest.write(to: root)
    }

    @Test func aFlippedByteIsFound() throws {
        try withPool { root in
            try flipByte(at: 3000, of: root.appendingPathComponent("shards/00001.h5"))
            expectError(.badData, "shards/00001.h5", "--resume") { _ = try Pool(folder: root) }
            let verification = try PoolVerification(of: root)
            #expect(!verification.isSound && verification.exitCode == 65)
            #expect(verification.files.filter { $0.problem != nil }.map(\.path) == ["shards/00001.h5"])
            #expect(verification.files.count == 4)
        }
        try withPool { root in
            let pool = try Pool(folder: root)
            try flipByte(at: 1000, of: root.appendingPathComponent("scores/random.h5"))
            expectError(.badData, "scores/random.h5", "score the pool by random") {
                _ = try pool.scores(named: "random")
            }
        }
    }

    @Test func aMissingOrShortShardIsNamed() throws {
        try withPool { root in
            try FileManager.default.removeItem(at: root.appendingPathComponent("shards/00000.h5"))
            expectError(.missingInput, "shards/00000.h5", "--resume") { _ = try Pool(folder: root) }
            #expect(try PoolVerification(of: root).exitCode == 66)
        }
        try withPool { root in
            let url = root.appendingPathComponent("shards/00000.h5")
            try Data(contentsOf: url).prefix(1000).write(to: url)
            expectError(.badData, "shards/00000.h5", "1000 bytes") {
                _ = try Pool(folder: root, verify: false)
            }
        }
    }

    @Test func whereThereIsNoPoolItSaysSo() throws {
        try withTemporaryFolder { root in
            expectError(.missingInput, "no finished pool") { _ = try Pool(folder: root) }
            for junk in ["", "{", "[]", "{\"format\": \"winnow-manifest\", \"version\": 1, \"files\": {}}"] {
                try Data(junk.utf8).write(to: root.appendingPathComponent("manifest.json"))
                expectError(.badData, "manifest.json") { _ = try Pool(folder: root) }
            }
        }
    }

    @Test(arguments: [
        "../outside.h5", "/etc/passwd", "scores/../../x.h5", "shards/1.h5", "scores/.h5", "other",
    ])
    func aManifestDoesNotLeadOutOfTheFolder(_ path: String) throws {
        try withPool { root in
            var manifest = try PoolManifest(readingFrom: root)
            manifest.files[path] = manifest.files["pool.h5"]
            try manifest.write(to: root)
            expectError(.badData, "no file of a pool") { _ = try Pool(folder: root) }
        }
    }

    /// Wherever a shard was damaged before a run goes on, it is made again.
    @Test func damageIsFoundBeforeARunGoesOn() throws {
        try withTemporaryFolder { root in
            do {
                let writer = try PoolWriter(
                    folder: root, header: sample.header(), shardSize: 7, resume: false)
                try writer.sealShard(sample.shard(0..<7))
            }
            let url = root.appendingPathComponent("shards/00000.h5")
            let sound = try Data(contentsOf: url)
            for offset in stride(from: 0, to: sound.count, by: 97) {
                var data = sound
                data[offset] ^= 0xFF
                try data.write(to: url)
                let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: true)
                #expect(writer.nextShard == 0 && writer.discarded.count == 1, "\(offset)")
            }
            try sound.write(to: url)
            let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: true)
            #expect(writer.nextShard == 1 && writer.discarded.isEmpty)
        }
    }

    @Test func heapsThatClaimTooMuchAreFound() throws {
        let sound = try ShardFile.bytes(of: sample.shard(0..<7), header: sample.header(), name: "shard")
        #expect(GlobalHeaps.areSound(in: sound))
        let heap = try #require(sound.range(of: Data("GCOL".utf8))).lowerBound
        // The heap's own size, and that of its first entry: giant, negative, and so that it would not end; and the entry's number,
        // which the library makes room up to.
        for (offset, byte) in [
            (8, 0x00), (12, 0x01), (15, 0x80), (24, 0xFF), (28, 0x01), (31, 0xFF), (17, 0x08),
        ] {
            var data = sound
            data[heap + offset] = UInt8(byte)
            if offset == 8 { data[heap + 9] = 0 }
            if offset == 24 { data[heap + 25] = 0xFF }
            #expect(!GlobalHeaps.areSound(in: data), "\(offset)")
        }
        #expect(!GlobalHeaps.areSound(in: Data()))
    }

    @Test func filesThatAreCutShortAreRefused() throws {
        try withTemporaryFolder { root in
            let url = root.appendingPathComponent("shard.h5")
            let sound = try ShardFile.bytes(of: sample.shard(0..<7), header: sample.header(), name: "shard")
            for length in [0, 1, 7, 8, 9, 100, sound.count / 2, sound.count - 1] {
                try sound.prefix(length).write(to: url)
                expectError(.badData, "shard.h5") { try ShardFile(opening: url).readThrough() }
            }
            try FileManager.default.removeItem(at: url)
            expectError(.missingInput, "shard.h5") { _ = try ShardFile(opening: url) }
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
            expectError(.badData, "shard.h5") { _ = try ShardFile(opening: url) }
        }
    }

    @Test func aWrongLayoutIsNamed() throws {
        try withPool { root in
            let shard = root.appendingPathComponent("shards/00001.h5")
            func replace(_ part: String, _ expected: String, _ build: (borrowing HDF5Image) throws -> Void)
                throws
            {
                try HDF5Image.bytes(of: "forged") { image in
                    try sample.header().write(to: image)
                    try build(image)
                }.write(to: shard)
                try resign(root)
                expectError(.badData, "shards/00001.h5", part, expected) { _ = try Pool(folder: root) }
            }
            let pixels = [UInt8](repeating: 0, count: 5 * 4 * 4 * 3)
            try replace("/images", "is missing") { _ in }
            try replace("/images", "uint8") {
                try $0.write("images", shape: [5, 4, 4, 3], chunkRows: 5, values: pixels.map(Float.init))
            }
            try replace("/images", "expected any × any × any × 3") {
                try $0.write("images", shape: [5, 48], chunkRows: 5, values: pixels)
            }
            try replace("/images", "square") {
                try $0.write("images", shape: [5, 2, 8, 3], chunkRows: 5, values: pixels)
            }
            try replace("/target", "is missing") {
                try $0.write("images", shape: [5, 4, 4, 3], chunkRows: 5, values: pixels)
            }
            try replace("/images", "does not lie in the file itself") {
                try $0.writeVirtual(
                    "images", of: UInt8.self, rowShape: [4, 4, 3],
                    sources: [.init(file: "00000.h5", rowCount: 5)])
            }
            try replace("/target row 2", "a bit is 0 or 1") {
                try $0.write("images", shape: [5, 4, 4, 3], chunkRows: 5, values: pixels)
                try $0.write(
                    "source_index", shape: [5], chunkRows: 5, values: [Int64](repeating: 0, count: 5))
                try $0.write("realism", shape: [5], chunkRows: 5, values: [Float](repeating: 0, count: 5))
                var bits = [UInt8](repeating: 0, count: 15)
                bits[7] = 2
                try $0.write("target", shape: [5, 3], chunkRows: 5, values: bits)
            }
        }
    }

    @Test func shardsOfAnotherPoolAreRefused() throws {
        try withPool { root in
            let other = try ShardFile.bytes(
                of: sample.shard(7..<12), header: sample.header(seed: 9), name: "other")
            try other.write(to: root.appendingPathComponent("shards/00001.h5"))
            try resign(root)
            expectError(.badData, "shards/00001.h5", "seed is 9, not 7") { _ = try Pool(folder: root) }
        }
        try withPool { root in
            let index = root.appendingPathComponent("pool.h5")
            try PoolIndex.bytes(header: sample.header(), counts: [5, 7]).write(to: index)
            try resign(root)
            expectError(.badData, "pool.h5", "order") { _ = try Pool(folder: root) }
        }
    }

    @Test func scoresAndSelectionsAreChecked() throws {
        try withPool { root in
            let pool = try Pool(folder: root)
            var score = sample.score
            score[4] = .nan
            expectError(.badData, "sample 4 is nan") {
                try pool.writeScores(Scores(score: score), named: "x")
            }
            let probability = [Float](repeating: 1.5, count: 36)
            expectError(.badData, "probability") {
                try pool.writeScores(Scores(score: sample.score, probability: probability), named: "x")
            }
            for name in ["", "../x", "a/b", ".hidden", "naïve", String(repeating: "x", count: 101)] {
                expectError(.usage, "cannot be a name") {
                    try pool.writeScores(Scores(score: sample.score), named: name)
                }
            }
            #expect(pool.scoreNames == ["random"])
            let twice = Selection(
                name: "twice", index: [1, 1], score: [1, 1], label: [sample.target(1), sample.target(1)])
            expectError(.bug, "twice") { try pool.writeSelection(twice) }
            let empty = Selection(name: "empty", index: [], score: [], label: [])
            expectError(.usage, "nothing") { try pool.writeSelection(empty) }

            let out = root.appendingPathComponent("mine.h5")
            let good = Selection(
                name: "mine", index: [3, 1], score: [2, 1], label: [sample.target(3), sample.target(1)])
            try SelectionFile.write(good, of: pool, to: out)
            #expect(try SelectionFile.read(out, of: pool) == good)
            let other = try Pool(folder: SamplePool.fixtures.appendingPathComponent("multi-label"))
            expectError(.badData, "another pool") { _ = try SelectionFile.read(out, of: other) }
        }
    }

    /// A process that died between a new score file and the manifest leaves the pool as it was.
    @Test func aFileThatTheManifestDoesNotNameIsNoPartOfThePool() throws {
        try withPool { root in
            try Data("junk".utf8).write(to: root.appendingPathComponent("scores/half.h5"))
            let pool = try Pool(folder: root)
            #expect(try pool.scores(named: "half") == nil)
            try pool.writeScores(Scores(score: sample.score), named: "half")
            #expect(try Pool(folder: root).scores(named: "half")?.score == sample.score)
        }
    }
}
