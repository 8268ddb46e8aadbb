import Datasets
import Foundation
import Testing
import Workspace

@testable import Pools

@Suite struct PoolWriterTests {
    let sample = SamplePool(task: .multiLabel)

    @Test func aBrokenRunGoesOnAtTheNextShard() throws {
        try withTemporaryFolder { root in
            let whole = root.appendingPathComponent("whole")
            try sample.write(to: whole)
            let broken = root.appendingPathComponent("broken")
            do {
                let writer = try PoolWriter(
                    folder: broken, header: sample.header(), shardSize: 7, resume: false)
                try writer.sealShard(sample.shard(0..<7))
            }
            // What a process that was killed while it wrote leaves: no process has so large a number.
            let leftover = broken.appendingPathComponent("shards/.00001.h5.2147483646-1.winnow-partial")
            try Data("half".utf8).write(to: leftover)
            expectError(.missingInput, "resume") { _ = try Pool(folder: broken) }
            expectError(.cannotCreate, "--resume") {
                _ = try PoolWriter(folder: broken, header: sample.header(), shardSize: 7, resume: false)
            }
            let writer = try PoolWriter(folder: broken, header: sample.header(), shardSize: 7, resume: true)
            #expect(writer.nextShard == 1)
            #expect(!writer.isFinished)
            #expect(!FileManager.default.fileExists(atPath: leftover.path))
            try writer.sealShard(sample.shard(7..<12))
            try writer.finish()
            #expect(
                try Data(contentsOf: broken.appendingPathComponent("manifest.json"))
                    == Data(contentsOf: whole.appendingPathComponent("manifest.json")))
            try sample.expectEqual(Pool(folder: broken))
        }
    }

    @Test func resumingNeedsTheSameSettings() throws {
        try withTemporaryFolder { root in
            do {
                let writer = try PoolWriter(
                    folder: root, header: sample.header(), shardSize: 7, resume: false)
                try writer.sealShard(sample.shard(0..<7))
            }
            expectError(.badRecipe, "00000.h5", "seed is 7, not 8") {
                _ = try PoolWriter(folder: root, header: sample.header(seed: 8), shardSize: 7, resume: true)
            }
            expectError(.badRecipe, "shard size") {
                _ = try PoolWriter(folder: root, header: sample.header(), shardSize: 6, resume: true)
            }
        }
    }

    @Test func nothingFollowsAShortShard() throws {
        try withTemporaryFolder { root in
            do {
                let writer = try PoolWriter(
                    folder: root, header: sample.header(), shardSize: 7, resume: false)
                try writer.sealShard(sample.shard(0..<7))
            }
            let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 8, resume: true)
            expectError(.badRecipe, "7 samples, not 8") { try writer.sealShard(sample.shard(8..<12)) }
        }
    }

    @Test func resumingMendsAPoolAndKeepsItsScores() throws {
        try withTemporaryFolder { root in
            try sample.write(to: root)
            try Pool(folder: root).writeScores(Scores(score: sample.score), named: "random")
            let done = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: true)
            #expect(done.isFinished && done.nextShard == 2)
        }
        try withTemporaryFolder { root in
            try sample.write(to: root)
            try Pool(folder: root).writeScores(Scores(score: sample.score), named: "random")
            try flipByte(at: 2000, of: root.appendingPathComponent("shards/00000.h5"))
            let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: true)
            #expect(writer.nextShard == 0)
            #expect(writer.discarded.count == 1)
            try writer.sealShard(sample.shard(0..<7))
            #expect(writer.nextShard == 2)
            try writer.finish()
            let pool = try Pool(folder: root)
            try sample.expectEqual(pool)
            #expect(try pool.scores(named: "random")?.score == sample.score)
        }
    }

    @Test func aPoolWithAHoleIsNotFinished() throws {
        try withTemporaryFolder { root in
            let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: false)
            expectError(.badData, "00000.h5") { try writer.finish() }
        }
    }

    @Test func aDivergedScoreIsRefused() throws {
        try withTemporaryFolder { root in
            let writer = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: false)
            var shard = sample.shard(0..<7)
            shard.realism?[3] = .nan
            expectError(.badData, "sample 3 is nan") { try writer.sealShard(shard) }
            #expect(writer.nextShard == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/shards") == [])
        }
    }

    @Test func twoWritersDoNotMeet() throws {
        try withTemporaryFolder { root in
            let first = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: false)
            expectError(.cannotCreate, "another process") {
                _ = try PoolWriter(folder: root, header: sample.header(), shardSize: 7, resume: true)
            }
            try first.sealShard(sample.shard(0..<7))
        }
    }

    @Test(.enabled(if: SmallDisk.canMount, "needs the right to mount a small tmpfs"))
    func aFullDiskLosesNothing() throws {
        try withTemporaryFolder { root in
            let disk = try SmallDisk(at: root, kibibytes: 96)
            defer { disk.unmount() }
            let folder = root.appendingPathComponent("pool")
            let writer = try PoolWriter(folder: folder, header: sample.header(), shardSize: 7, resume: false)
            try writer.sealShard(sample.shard(0..<7))
            let filler = root.appendingPathComponent("filler")
            try Data().write(to: filler)
            let handle = try FileHandle(forWritingTo: filler)
            while (try? handle.write(contentsOf: Data(count: 4096))) != nil {}
            try handle.close()
            expectError(.ioFailed, "00001.h5", "space") { try writer.sealShard(sample.shard(7..<12)) }
            #expect(writer.nextShard == 1)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.path + "/shards") == ["00000.h5"])
            try FileManager.default.removeItem(at: filler)
            try writer.sealShard(sample.shard(7..<12))
            try writer.finish()
            try sample.expectEqual(Pool(folder: folder))
        }
    }
}

/// A tmpfs of a few pages.
struct SmallDisk {
    let folder: URL

    static let canMount: Bool = {
        let probe = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-mount-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: probe, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: probe) }
        guard let disk = try? SmallDisk(at: probe, kibibytes: 16) else { return false }
        disk.unmount()
        return true
    }()

    struct CannotMount: Error {}

    init(at folder: URL, kibibytes: Int) throws {
        self.folder = folder
        guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else { throw CannotMount() }
    }

    func unmount() {
        if umount(folder.path) != 0 { Issue.record("\(folder.path) stays mounted: \(errno)") }
    }
}
