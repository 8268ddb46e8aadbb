import Foundation
import Synchronization

/// The shards of a pool, some of them kept open.
final class OpenShards: Sendable {
    /// How many samples each shard holds.
    let counts: [Int]
    private let folder: URL
    private let header: PoolHeader
    /// The first sample of each shard, and the end of the last one.
    private let starts: [Int]
    /// Most recently used last. A process may have few files open, and a pool thousands of shards.
    private let open = Mutex<[(index: Int, shard: ShardFile)]>([])
    private static let openLimit = 32

    /// - Parameter header: of each shard.
    init(folder: URL, header: PoolHeader, counts: [Int]) {
        self.folder = folder
        self.header = header
        self.counts = counts
        starts = counts.reduce(into: [0]) { $0.append($0.last! + $1) }
    }

    /// Reads consecutive samples, which may lie in several shards.
    ///
    /// - Precondition: the range lies in the pool and the buffer holds `range.count * size` bytes.
    func read(_ range: Range<Int>, size: Int, into buffer: UnsafeMutableBufferPointer<UInt8>) throws {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= starts.last!,
            "Pool: samples \(range) of \(starts.last!)")
        var position = range.lowerBound
        while position < range.upperBound {
            let index = shardIndex(of: position)
            let end = min(range.upperBound, starts[index + 1])
            let offset = (position - range.lowerBound) * size
            try shard(index).readImages(
                position - starts[index]..<end - starts[index],
                into: UnsafeMutableBufferPointer(rebasing: buffer[offset..<offset + (end - position) * size]))
            position = end
        }
    }

    /// The shard that holds a sample, by bisection.
    private func shardIndex(of position: Int) -> Int {
        var (low, high) = (0, counts.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= position { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func shard(_ index: Int) throws -> ShardFile {
        try open.withLock { open in
            if let place = open.firstIndex(where: { $0.index == index }) {
                let found = open.remove(at: place)
                open.append(found)
                return found.shard
            }
            // The pool has opened all of its shards before.
            let shard = try ShardFile(
                reopening: folder.appendingPathComponent(ShardFile.path(index)), header: header)
            if open.count == Self.openLimit { open.removeFirst() }
            open.append((index, shard))
            return shard
        }
    }
}
