import Datasets
import Foundation
import Testing
import Workspace

@testable import Pools

/// Pools as a stranger could send them, with a manifest that fits: nothing of what they lead to is read, and no memory is taken
/// for what they claim. Tests/Fixtures/pools/make_hostile.py makes the files.
@Suite struct HostilePoolTests {
    let sample = SamplePool(task: .multiLabel)

    /// A sound pool, and beside it the file that hostile ones point to, which would do.
    func withPool(replacing path: String, by name: String, _ body: (URL) throws -> Void) throws {
        try withTemporaryFolder { parent in
            let root = parent.appendingPathComponent("pool")
            try sample.write(to: root)
            let outside = parent.appendingPathComponent("outside.h5")
            try FileManager.default.copyItem(at: root.appendingPathComponent("shards/00001.h5"), to: outside)
            try FileManager.default.copyItem(
                at: outside, to: root.appendingPathComponent("outside.h5"))
            let target = root.appendingPathComponent(path)
            try FileManager.default.removeItem(at: target)
            try FileManager.default.copyItem(
                at: SamplePool.fixtures.appendingPathComponent("hostile/\(name).h5"), to: target)
            try DamagedPoolTests().resign(root)
            try body(root)
        }
    }

    @Test(arguments: [
        ("soft-link", "/images is a link"), ("external-link", "/images is a link"),
        ("external-storage", "/images lies in another file"), ("virtual", "/images does not lie in the file"),
        ("virtual-growing", "/images does not lie in the file"), ("member", "holds more than images"),
        ("odd-bits", "/source_index does not hold int64"), ("compressed", "/images is packed"),
        ("packed", "/images is packed"), ("giant", "/images claims"), ("giant-chunk", "/images claims"),
        ("overflowing", "/images claims an impossible size"),
        ("shared-text", "one of its attributes cannot be read"),
    ])
    func shardsAreRefused(name: String, what: String) throws {
        try withPool(replacing: "shards/00001.h5", by: "shard-\(name)") { root in
            expectError(.badData, "shards/00001.h5", what) { _ = try Pool(folder: root) }
            let verification = try PoolVerification(of: root)
            #expect(verification.exitCode == 65)
            #expect(verification.files.filter { $0.state == .damaged }.map(\.path) == ["shards/00001.h5"])
        }
    }

    @Test(arguments: [
        ("other-file", "/target shows target of ../outside.h5"),
        ("absolute-file", "/realism shows realism of /etc/hostname"),
        ("other-data-set", "/target shows source"), ("repeated", "/source shows source of shards/00000.h5"),
        ("partial", "/source_index does not show the shards in order"),
        ("index-link", "/realism is a link"), ("plain", "/target is not a virtual data set"),
    ])
    func indicesAreRefused(name: String, what: String) throws {
        try withPool(replacing: "pool.h5", by: "index-\(name)") { root in
            expectError(.badData, "pool.h5", what) { _ = try Pool(folder: root) }
            let verification = try PoolVerification(of: root)
            #expect(!verification.isSound && verification.exitCode == 65)
            #expect(verification.problem?.contains(what) == true)
        }
    }

    /// Shards in each other's place are each sound, but not what the manifest says.
    @Test func swappedShardsAreFound() throws {
        try withTemporaryFolder { root in
            try sample.write(to: root)
            let (first, second) = (
                root.appendingPathComponent("shards/00000.h5"), root.appendingPathComponent("shards/00001.h5")
            )
            let third = root.appendingPathComponent("shards/x")
            try FileManager.default.moveItem(at: first, to: third)
            try FileManager.default.moveItem(at: second, to: first)
            try FileManager.default.moveItem(at: third, to: second)
            expectError(.badData, "shards/00000.h5") { _ = try Pool(folder: root) }
            #expect(try PoolVerification(of: root).files.filter { $0.state == .damaged }.count == 2)
            // A manifest that fits them does not help: the index knows how many samples each has.
            try DamagedPoolTests().resign(root)
            expectError(.badData, "pool.h5", "does not show the shards in order") {
                _ = try Pool(folder: root)
            }
        }
    }

    /// A link in a pool's folder is as good as the file, but a pipe would never answer.
    @Test func aPipeIsNotOpened() throws {
        try withTemporaryFolder { root in
            try sample.write(to: root)
            let shard = root.appendingPathComponent("shards/00001.h5")
            try FileManager.default.removeItem(at: shard)
            #expect(mkfifo(shard.path, 0o600) == 0)
            expectError(.badData, "shards/00001.h5", "not a plain file") { _ = try Pool(folder: root) }
        }
    }

    /// Bytes that were found by chance to crash HDF5 1.10.8: a rank of a mapping, and a text's place in its heap.
    @Test(arguments: [
        ("pool.h5", [2711: UInt8(55)]), ("pool.h5", [2505: 1, 2507: 0, 6332: 134]), ("pool.h5", [2768: 64]),
        ("shards/00000.h5", [689: 1, 1142: 170]), ("shards/00000.h5", [1126: 16, 2028: 2]),
        ("scores/cl-sam.h5", [1094: 64]),
    ])
    func whatCrashesTheLibraryIsRefused(path: String, changes: [Int: UInt8]) throws {
        try withTemporaryFolder { parent in
            let root = parent.appendingPathComponent("pool")
            try FileManager.default.copyItem(
                at: SamplePool.fixtures.appendingPathComponent("multi-label"), to: root)
            let file = root.appendingPathComponent(path)
            var bytes = try Data(contentsOf: file)
            for (offset, byte) in changes { bytes[offset] = byte }
            try bytes.write(to: file)
            try DamagedPoolTests().resign(root)
            let verification = try PoolVerification(of: root)
            #expect(verification.exitCode == 65, "\(verification)")
        }
    }

    /// The length of a text is a claim that the library takes memory for: here 1 MB, which it would go on to read, 8 MB and 2 GB.
    /// An address sanitizer ends the trial where the library reads beyond the text.
    @Test(arguments: [(883, UInt8(0x10)), (883, 0x7F), (884, 0x7F)])
    func textsLongerThanTheFileAreRefused(offset: Int, byte: UInt8) throws {
        try withTemporaryFolder { folder in
            let source = SamplePool.fixtures.appendingPathComponent("multi-label/shards/00000.h5")
            var bytes = try Data(contentsOf: source)
            bytes[offset] = byte
            let file = folder.appendingPathComponent("shard.h5")
            try bytes.write(to: file)
            let isSanitized = dlsym(nil, "__asan_init") != nil
            let trouble = isSanitized ? "damaged, or forged" : "one of its attributes cannot be read"
            expectError(.badData, "shard.h5", trouble) {
                _ = try HDF5File(opening: file)
            }
        }
    }
}
