import Testing

@testable import TensorEngine

/// Addresses are numbers here: nothing is stored at them.
@Suite struct FreeBlocksTests {
    @Test func whatWasPutBackLastIsTakenFirst() {
        var free = FreeBlocks()
        #expect(free.take(64) == nil)
        free.putBack(1000, 64)
        free.putBack(2000, 64)
        #expect(free.take(128) == nil)
        #expect(free.take(64) == 2000)
        #expect(free.take(64) == 1000)
        #expect(free.take(64) == nil)
    }

    @Test func theSmallestThatIsLargerIsSplit() {
        var free = FreeBlocks()
        free.putBack(0, 1024)
        free.putBack(4096, 512)
        #expect(free.takeFront(512, ofAtMost: 1000) == nil)
        #expect(free.takeFront(128, ofAtMost: 511) == nil)
        #expect(free.takeFront(128, ofAtMost: 1024) == 4096)
        #expect(free.take(384) == 4096 + 128)
        #expect(free.takeFront(128, ofAtMost: 1024) == 0)
        // A remainder is split like a block.
        #expect(free.takeFront(128, ofAtMost: 1024) == 128)
        #expect(free.take(768) == 256)
    }

    /// In whatever order three pieces come back, the last makes the block whole.
    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func piecesAreJoined(order: [Int]) {
        var free = FreeBlocks()
        free.putBack(0, 1024)
        #expect(free.takeFront(256, ofAtMost: 1024) == 0)
        #expect(free.takeFront(256, ofAtMost: 1024) == 256)
        #expect(free.take(512) == 512)
        let pieces = [(0, 256), (256, 256), (512, 512)]
        for index in order.dropLast() { free.putBack(pieces[index].0, pieces[index].1) }
        #expect(free.takeLargestWhole() == nil)
        // Side by side they are one piece, apart they are two.
        let (first, second) = (pieces[order[0]], pieces[order[1]])
        let joined = order[2] == 1 ? nil : min(first.0, second.0)
        #expect(free.take(first.1 + second.1) == joined)
        if let joined { free.putBack(joined, first.1 + second.1) }
        free.putBack(pieces[order[2]].0, pieces[order[2]].1)
        #expect(free.takeWhole(1024) == 0)
    }

    @Test func onlyWholeBlocksCountAsThat() {
        var free = FreeBlocks()
        free.putBack(0, 1024)
        free.putBack(4096, 256)
        #expect(free.takeFront(768, ofAtMost: 1024) == 0)
        // The remainder of 256 bytes was put back last, but is a piece.
        #expect(free.takeWhole(256) == 4096)
        #expect(free.takeWhole(256) == nil)
        #expect(free.takeLargestWhole() == nil)
        free.putBack(0, 768)
        free.putBack(4096, 256)
        let largest = free.takeLargestWhole()
        #expect(largest?.address == 0 && largest?.byteCount == 1024)
        #expect(free.takeLargestWhole()?.address == 4096)
        #expect(free.takeLargestWhole() == nil)
    }

    /// Pieces in use never overlap nor leave their block, and once all are back, every block is whole again.
    @Test func piecesNeverOverlap() {
        var generator = RandomStream(seed: 7, name: "free blocks")
        var free = FreeBlocks()
        let blocks = (0..<4).map { ($0 * 1_000_000, 65_536) }
        for (address, byteCount) in blocks { free.putBack(address, byteCount) }
        var lent: [(address: Int, byteCount: Int)] = []
        var splits = 0
        for _ in 0..<5_000 {
            if Int.random(in: 0..<100, using: &generator) < 45, !lent.isEmpty {
                let piece = lent.remove(at: Int.random(in: 0..<lent.count, using: &generator))
                free.putBack(piece.address, piece.byteCount)
                continue
            }
            let byteCount = 64 * Int.random(in: 1...200, using: &generator)
            let exact = free.take(byteCount)
            guard let address = exact ?? free.takeFront(byteCount, ofAtMost: .max) else { continue }
            if exact == nil { splits += 1 }
            #expect(blocks.contains { $0.0 <= address && address + byteCount <= $0.0 + $0.1 })
            let overlaps = lent.contains {
                $0.address < address + byteCount && address < $0.address + $0.byteCount
            }
            #expect(!overlaps)
            lent.append((address, byteCount))
        }
        #expect(splits > 500)
        for piece in lent { free.putBack(piece.address, piece.byteCount) }
        var whole: [Int] = []
        while let block = free.takeLargestWhole() {
            #expect(block.byteCount == 65_536)
            whole.append(block.address)
        }
        #expect(whole.sorted() == blocks.map(\.0))
    }
}
