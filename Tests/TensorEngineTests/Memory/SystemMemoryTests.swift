import Foundation
import Testing

@testable import TensorEngine

@Suite struct SystemMemoryTests {
    @Test(arguments: [64, 4096, (2 << 20) - 64, 2 << 20, (2 << 20) + (256 << 10), 9 << 20])
    func blocksAreAlignedAndWritable(byteCount: Int) throws {
        let block = try #require(SystemMemory.allocate(byteCount))
        defer { SystemMemory.free(block, byteCount) }
        #expect(UInt(bitPattern: block).isMultiple(of: byteCount < 2 << 20 ? 64 : 2 << 20))
        for offset in [0, byteCount - 1] { block.storeBytes(of: 7, toByteOffset: offset, as: UInt8.self) }
        #expect(block.load(fromByteOffset: byteCount - 1, as: UInt8.self) == 7)
    }

    @Test(arguments: [1 << 60, .max])
    func moreThanThereIsIsRefused(byteCount: Int) {
        #expect(SystemMemory.allocate(byteCount) == nil)
    }

    /// Large blocks leave nothing behind: neither the pages nor what was mapped around them for the alignment.
    @Test func largeBlocksGoBackToTheSystem() throws {
        let (byteCount, repetitions) = ((2 << 20) + (256 << 10), 4_000)
        let before = try virtualByteCount()
        for _ in 0..<repetitions {
            SystemMemory.free(try #require(SystemMemory.allocate(byteCount)), byteCount)
        }
        // Other tests allocate meanwhile, but not half as much as all of them together.
        #expect(try virtualByteCount() < before + repetitions / 2 * (2 << 20))
    }

    private func virtualByteCount() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return try #require(Int(fields[0])) * 4096
    }
}
