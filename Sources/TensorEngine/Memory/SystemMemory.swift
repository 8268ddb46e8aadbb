import Glibc

/// Blocks from the system, 64-byte aligned.
///
/// A large block is a mapping of its own, and goes back to the system whole: one that `free` takes back often stays with the process, in
/// holes between those still in use. It is advised to lie in huge pages.
enum SystemMemory {
    private static let alignment = 64
    private static let hugePage = 2 << 20

    private static func isLarge(_ byteCount: Int) -> Bool { byteCount >= hugePage }

    /// A block of `byteCount` bytes, its contents undefined, or nil where the system has none.
    static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        if isLarge(byteCount) { return map(byteCount) }
        var block: UnsafeMutableRawPointer?
        return posix_memalign(&block, alignment, byteCount) == 0 ? block : nil
    }

    /// Gives a block of `byteCount` bytes back to the system.
    static func free(_ block: UnsafeMutableRawPointer, _ byteCount: Int) {
        if isLarge(byteCount) {
            munmap(block, byteCount)
        } else {
            Glibc.free(block)
        }
    }

    /// A mapping that begins with a huge page.
    private static func map(_ byteCount: Int) -> UnsafeMutableRawPointer? {
        let (mapped, overflow) = byteCount.addingReportingOverflow(hugePage)
        guard !overflow,
            let start = mmap(nil, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else { return nil }
        // What lies in front of the first huge page and behind the block's last page is not needed.
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let block = start.alignedUp(toMultipleOf: hugePage)
        let end = (block + byteCount).alignedUp(toMultipleOf: page)
        if block > start { munmap(start, block - start) }
        if start + mapped > end { munmap(end, start + mapped - end) }
        // Advice only: a system without huge pages goes on with small ones. What is left behind the last whole one stays in
        // small pages, for a huge one would be taken from the system whole.
        _ = madvise(block, byteCount & ~(hugePage - 1), MADV_HUGEPAGE)
        return block
    }
}
