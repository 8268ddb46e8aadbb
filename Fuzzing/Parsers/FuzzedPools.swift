import Datasets
import Foundation

@testable import Pools

/// HDF5 files as the program opens them: with our checks first, and then by the library.
enum FuzzedPools {
    private static let file = FuzzingFolder.url.appending(path: "fuzzed.h5")
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Tests/Fixtures/pools/multi-label", directoryHint: .isDirectory
    ).standardizedFileURL

    /// The pool that scores and selections are read for.
    private static let pool: Pool = {
        do {
            return try Pool(folder: fixture)
        } catch {
            fatalError("\(error)")
        }
    }()

    static func prepare() { _ = pool }

    /// Reads a file of a pool. Which one it is for is told by the words in it, because each reading costs a process.
    static func read(_ bytes: Data) {
        FuzzingFolder.write(bytes, to: file)
        func holds(_ words: String) -> Bool { bytes.firstRange(of: Data(words.utf8)) != nil }
        expectClearError {
            if holds("winnow-scores") {
                _ = try ScoreFile.read(file, count: pool.count, labelCount: 3, pool: pool.identity)
            } else if holds("winnow-selection") {
                _ = try SelectionFile.read(file, of: pool)
            } else if holds("shards/") {
                _ = try PoolIndex.read(file, counts: [7, 5])
            } else {
                try ShardFile(opening: file).readThrough()
            }
        }
    }

    /// Reads another program's images, the first of them.
    static func readImport(_ bytes: Data) {
        FuzzingFolder.write(bytes, to: file)
        expectClearError {
            let source = try ImportSource(hdf5: file, schema: nil, resize: nil)
            _ = try source.read(0..<min(source.count, 4))
        }
    }
}
