import Datasets
import Foundation
import Pools
import Testing
import Workspace

/// A small pool whose values follow from their places, by the formulas of Tests/Fixtures/pools/make_pools.py.
struct SamplePool {
    let task: Task
    let imageSize = 4
    let count = 12

    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fixtures/pools")

    var schema: LabelSchema {
        LabelSchema(
            task: task,
            names: task == .multiLabel
                ? ["Black_Hair", "Blond_Hair", "Male"] : ["Neutral", "Happy", "Sad", "Surprise"])
    }

    func header(seed: UInt64 = 7) throws -> PoolHeader {
        try PoolHeader(
            schema: schema, imageSize: imageSize, fold: 2, seed: seed,
            generator: String(repeating: "ab", count: 32), dataset: String(repeating: "cd", count: 32),
            library: "winnow tests")
    }

    func image(_ sample: Int) -> [UInt8] {
        (0..<imageSize).flatMap { y in
            (0..<imageSize).flatMap { x in
                (0..<3).map { channel in UInt8((sample * 31 + y * 7 + x * 3 + channel * 11) % 256) }
            }
        }
    }

    func target(_ sample: Int) -> Label {
        task == .multiLabel ? .bits((0..<3).map { UInt8(sample >> $0 & 1) }) : .index(sample % 4)
    }

    func source(_ sample: Int) -> Label {
        task == .multiLabel ? .bits((0..<3).map { UInt8((sample / 3) >> $0 & 1) }) : .index((sample + 1) % 4)
    }

    func shard(_ samples: Range<Int>) -> PoolShard {
        PoolShard(
            images: samples.flatMap(image), targets: samples.map(target), sources: samples.map(source),
            sourceIndex: samples.map { Int64($0 * 5 % 6) }, realism: samples.map { Float($0) * 0.25 - 1 })
    }

    var score: [Float] { (0..<count).map { Float($0 * 7 % 12) } }

    /// Writes the pool, in shards of seven samples and a rest.
    @discardableResult
    func write(to folder: URL) throws -> PoolWriter {
        let writer = try PoolWriter(folder: folder, header: header(), shardSize: 7, resume: false)
        try writer.sealShard(shard(0..<7))
        try writer.sealShard(shard(7..<12))
        try writer.finish()
        return writer
    }

    func expectEqual(_ pool: Pool) throws {
        #expect(pool.count == count)
        #expect(pool.header.schema == schema)
        #expect(pool.header.imageSize == imageSize)
        #expect(
            pool.header.origin
                == .translated(fold: 2, seed: 7, generator: String(repeating: "ab", count: 32)))
        #expect(pool.targets == (0..<count).map(target))
        #expect(pool.sources == (0..<count).map(source))
        #expect(pool.sourceIndex == (0..<count).map { Int64($0 * 5 % 6) })
        #expect(pool.realism == (0..<count).map { Float($0) * 0.25 - 1 })
        #expect(try pool.images(in: 0..<count) == (0..<count).flatMap(image))
        #expect(try pool.images(in: 5..<9) == (5..<9).flatMap(image))
        let scattered = [11, 0, 6, 7, 6, 2, 3]
        #expect(try pool.images(scattered) == scattered.flatMap(image))
        #expect(try pool.images([]) == [])
    }
}

/// A folder that is there as long as `body` runs.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "winnow-pools-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
}

/// Checks that `body` fails with an error of that kind whose message holds `parts`.
func expectError(
    _ kind: WinnowError.Kind, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation,
    from body: () throws -> Void
) {
    do {
        try body()
        Issue.record("no error", sourceLocation: sourceLocation)
    } catch let error as WinnowError {
        #expect(error.kind == kind, "\(error)", sourceLocation: sourceLocation)
        for part in parts {
            #expect(error.message.contains(part), "\(part) in: \(error)", sourceLocation: sourceLocation)
        }
        #expect(!error.message.contains("\n"), "one line: \(error)", sourceLocation: sourceLocation)
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
}

/// Changes one byte of a file.
func flipByte(at offset: Int, of url: URL) throws {
    var data = try Data(contentsOf: url)
    data[offset] ^= 0xFF
    try data.write(to: url)
}
