import Synchronization

/// Counts the arithmetic of convolutions and matrix products, which is nearly all of a network's.
public enum ArithmeticCount {
    private static let operations = Atomic<Int>(0)

    /// The floating-point operations that `body` asked of the processor; a multiplication with an addition counts as two.
    ///
    /// Those of other threads at the time are counted with them.
    public static func during(_ body: () throws -> Void) rethrows -> Int {
        let before = operations.load(ordering: .relaxed)
        try body()
        return operations.load(ordering: .relaxed) - before
    }

    static func add(multiplyAdds: Int) {
        operations.wrappingAdd(2 * multiplyAdds, ordering: .relaxed)
    }
}
