import Foundation
import Workspace

/// A check of the parts of an HDF5 file that the library trusts too much.
///
/// Texts of variable length lie in global heaps ("HDF5 File Format Specification", III.E). HDF5 1.10 copies as many bytes as a
/// heap's entry claims, without looking whether there are so many, and so reads beyond its memory in a damaged file.
enum GlobalHeaps {
    private static let signature: [UInt8] = Array("GCOL".utf8) + [1]
    private static let headerSize = 16

    /// Looks at every place of the file that could be a heap.
    ///
    /// - Returns: whether the library can safely be given the file.
    static func areSound(in file: Data) -> Bool {
        file.withUnsafeBytes { bytes in
            guard hasWideNumbers(bytes) else { return false }
            var position = 0
            while position < bytes.count,
                let found = memchr(bytes.baseAddress! + position, Int32(signature[0]), bytes.count - position)
            {
                position = UnsafeRawPointer(found) - bytes.baseAddress!
                if bytes[position...].starts(with: signature), !isSoundHeap(bytes, at: position) {
                    return false
                }
                position += 1
            }
            return true
        }
    }

    /// Whether addresses and lengths take 8 bytes, as in every file that pools are made of; the superblock says so at a place
    /// that depends on its version.
    private static func hasWideNumbers(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > headerSize else { return false }
        let place = bytes[8] < 2 ? 13 : 9
        return bytes[place] == 8 && bytes[place + 1] == 8
    }

    private static func isSoundHeap(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        func length(at position: Int) -> Int? {
            Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)))
        }
        guard bytes.count - start >= headerSize, let size = length(at: start + 8), size >= headerSize,
            size <= bytes.count - start
        else { return false }
        let end = start + size
        var position = start + headerSize
        // Less than an entry's header at the end is unused space.
        while end - position >= headerSize {
            let index = Int(
                UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self)))
            let isFree = index == 0
            // The library makes room for all entries up to the greatest number. Those of one heap are numbered one by one.
            guard index <= size / 4 else { return false }
            guard let claimed = length(at: position + 8), claimed <= end - position else { return false }
            // Unused space counts its own header; an entry does not, and is padded to 8 bytes.
            let extent = isFree ? claimed : headerSize + (claimed + 7) / 8 * 8
            guard extent >= headerSize, extent <= end - position else { return false }
            position += extent
        }
        return true
    }
}
