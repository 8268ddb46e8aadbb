import Testing

@testable import TensorEngine

/// The allocator's own promises; an allocator apart from the shared one, which other tests use meanwhile.
@Suite struct CachingAllocatorTests {
    @Test func sizeClassesWasteAtMostAnEighth() {
        for byteCount in [
            1, 63, 64, 65, 511, 512, 513, 1000, 4097, 100_000, (1 << 20) + 1, 3 << 20, (1 << 30) + 7,
        ] {
            let size = CachingAllocator.sizeClass(byteCount)
            #expect(size >= byteCount)
            #expect(size.isMultiple(of: 64))
            #expect(CachingAllocator.sizeClass(size) == size)
            #expect(byteCount <= 512 || size <= byteCount + byteCount / 8)
        }
    }

    @Test func blocksAreAlignedCountedAndReused() {
        let allocator = CachingAllocator()
        let sizes = [4, 1000, 70_000, 5 << 20]
        let blocks = sizes.map { allocator.allocate($0) }
        #expect(allocator.liveBytes == sizes.reduce(0) { $0 + CachingAllocator.sizeClass($1) })
        for (block, size) in zip(blocks, sizes) {
            #expect(UInt(bitPattern: block).isMultiple(of: 64))
            block.storeBytes(of: 1, toByteOffset: size - 1, as: UInt8.self)
            allocator.release(block, byteCount: size)
        }
        #expect(allocator.liveBytes == 0)
        let again = sizes.map { allocator.allocate($0) }
        #expect(again == blocks)
        for (block, size) in zip(again, sizes) { allocator.release(block, byteCount: size) }
    }

    /// A small tensor takes a large one's block where a fresh one would be more than was ever in use, and gives it back as what it is.
    @Test func aLargerBlockIsTakenBeforeMemoryGrows() {
        let allocator = CachingAllocator()
        let (large, small) = (3 << 20, 1 << 20)
        let first = allocator.allocate(large)
        allocator.release(first, byteCount: large)
        let held = allocator.heldBytes
        let second = allocator.allocate(small)
        #expect(second == first)
        #expect(allocator.heldBytes == held && allocator.liveBytes == CachingAllocator.sizeClass(small))
        allocator.release(second, byteCount: small)
        #expect(allocator.allocate(large) == first)
        // Both in use at a time is more than before: the second needs a block of its own.
        let third = allocator.allocate(small)
        #expect(third != first)
        #expect(allocator.heldBytes == held + CachingAllocator.sizeClass(small))
        allocator.release(first, byteCount: large)
        allocator.release(third, byteCount: small)
        #expect(allocator.liveBytes == 0)
    }

    /// The pieces do not overlap, none of them grows the memory, and the block is whole again with the last that comes back.
    @Test func aLargerBlockIsCutIntoPieces() {
        let allocator = CachingAllocator()
        let (large, small) = (8 << 20, 2 << 20)
        let block = allocator.allocate(large)
        allocator.release(block, byteCount: large)
        let pieces = (0..<4).map { _ in allocator.allocate(small) }
        #expect(Set(pieces) == Set((0..<4).map { block + $0 * small }))
        #expect(allocator.heldBytes == large && allocator.liveBytes == large)
        let fifth = allocator.allocate(small)
        #expect(!pieces.contains(fifth) && allocator.heldBytes == large + small)
        allocator.release(fifth, byteCount: small)
        for piece in pieces.dropFirst() { allocator.release(piece, byteCount: small) }
        // A piece that is back is lent again, but the block is not while one is out.
        #expect(allocator.allocate(small) == fifth)
        let sixth = allocator.allocate(small)
        #expect(pieces.dropFirst().contains(sixth))
        let other = allocator.allocate(large)
        #expect(other != block)
        for piece in [fifth, sixth, pieces[0]] { allocator.release(piece, byteCount: small) }
        #expect(allocator.allocate(large) == block)
        // Whole and in use, it lends nothing.
        let more = (0..<2).map { _ in allocator.allocate(small) }
        #expect(more.allSatisfy { !(block..<block + large).contains($0) })
        for piece in more { allocator.release(piece, byteCount: small) }
        allocator.release(block, byteCount: large)
        allocator.release(other, byteCount: large)
        #expect(allocator.liveBytes == 0)
    }

    /// What stays long must not keep a block from what comes and goes.
    @Test func aLargerBlockIsLeftAloneWhereAsked() {
        let allocator = CachingAllocator()
        let (large, small) = (3 << 20, 1 << 20)
        let first = allocator.allocate(large)
        allocator.release(first, byteCount: large)
        let second = CachingAllocator.withoutLargerBlocks { allocator.allocate(small) }
        #expect(second != first)
        #expect(allocator.allocate(large) == first)
        allocator.release(second, byteCount: small)
        #expect(CachingAllocator.withoutLargerBlocks { allocator.allocate(small) } == second)
        allocator.release(first, byteCount: large)
        allocator.release(second, byteCount: small)
    }

    @Test func aMuchLargerBlockIsLeftAlone() {
        let allocator = CachingAllocator()
        let first = allocator.allocate(64 << 20)
        allocator.release(first, byteCount: 64 << 20)
        let second = allocator.allocate(1 << 20)
        #expect(second != first)
        allocator.release(second, byteCount: 1 << 20)
    }
}
