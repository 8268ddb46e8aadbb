/// Products of pairs of matrices, all pairs alike and one behind the other, without gaps between rows.
struct MatrixProducts: Hashable {
    /// How many pairs there are.
    var count = 1
    let rows: Int
    let inner: Int
    let columns: Int
    /// Whether the first of a pair is stored `[inner, rows]`, not `[rows, inner]`.
    var transposesFirst = false
    /// Whether the second is stored `[columns, inner]`.
    var transposesSecond = false
    /// Whether the products are added to what is there.
    var isAdding = false
    /// Of the factors; products are in single precision.
    var dtype = DType.float32

    /// Computes the products on the engine's threads, or on the calling one alone.
    func compute(
        _ first: Storage, _ second: Storage, into result: Storage, threadCount: Int = ThreadPool.threadCount
    ) {
        PrimitiveCache.shared.primitive(.products(self), threadCount: threadCount).execute([
            (.from, first), (.weight, second), (.to, result),
        ])
    }
}
