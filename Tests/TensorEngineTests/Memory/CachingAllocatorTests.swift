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

    /// None of the pieces grows the memory, whatever their sizes, and the block is whole again with the last that comes back.
    @Test func aLargerBlockIsSplit() {
        let allocator = CachingAllocator()
        let (large, sizes) = (8 << 20, [1 << 20, 4 << 20, 2 << 20, 1 << 20])
        let block = allocator.allocate(large)
        allocator.release(block, byteCount: large)
        let pieces = sizes.map { allocator.allocate($0) }
        #expect(pieces == [0, 1, 5, 7].map { block + $0 << 20 })
        #expect(allocator.heldBytes == large && allocator.liveBytes == large)
        // All of it is in use.
        let other = allocator.allocate(sizes[0])
        #expect(!(block..<block + large).contains(other) && allocator.heldBytes == large + sizes[0])
        allocator.release(other, byteCount: sizes[0])
        for (piece, size) in zip(pieces, sizes).dropFirst() { allocator.release(piece, byteCount: size) }
        // What is back is one piece, but the block is not while the first is out.
        #expect(allocator.allocate(7 << 20) == pieces[1])
        allocator.release(pieces[1], byteCount: 7 << 20)
        let another = allocator.allocate(large)
        #expect(another != block)
        allocator.release(another, byteCount: large)
        allocator.release(pieces[0], byteCount: sizes[0])
        #expect(Set((0..<2).map { _ in allocator.allocate(large) }) == [block, another])
        for block in [block, another] { allocator.release(block, byteCount: large) }
        #expect(allocator.liveBytes == 0)
    }

    /// What stays long must not keep a block from what comes and goes, nor be added to blocks that nobody needs.
    @Test func whatLivesLongHasBlocksOfItsOwn() {
        let allocator = CachingAllocator()
        let (large, small) = (3 << 20, 1 << 20)
        let blocks = (0..<2).map { _ in allocator.allocate(large) }
        for block in blocks { allocator.release(block, byteCount: large) }
        let pieces = (0..<3).map { _ in allocator.allocate(small) }
        #expect(pieces == (0..<3).map { blocks[1] + $0 * small })
        // Not even a piece of just the right size.
        allocator.release(pieces[2], byteCount: small)
        let long = CachingAllocator.allocating(.long) { allocator.allocate(small) }
        #expect(!(blocks[1]..<blocks[1] + large).contains(long))
        // The first block is gone: with it, more would be held than was ever in use.
        #expect(allocator.heldBytes == large + small)
        for piece in pieces[..<2] { allocator.release(piece, byteCount: small) }
        #expect(allocator.allocate(large) == blocks[1])
        allocator.release(long, byteCount: small)
        #expect(CachingAllocator.allocating(.long) { allocator.allocate(small) } == long)
        allocator.release(long, byteCount: small)
        allocator.release(blocks[1], byteCount: large)
        #expect(allocator.liveBytes == 0 && allocator.heldBytes == large + small)
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
