extension Tensor {
    /// The matrix product `[M, K] · [K, N]`.
    ///
    /// - Parameters:
    ///   - other: the second factor.
    ///   - transposingFirst: this tensor is stored `[K, M]`.
    ///   - transposingSecond: `other` is stored `[N, K]`.
    /// - Precondition: both have elements, and agree about K.
    public func matrixProduct(
        _ other: Tensor, transposingFirst: Bool = false, transposingSecond: Bool = false
    ) -> Tensor {
        require(
            shape.rank == 2 && other.shape.rank == 2
                && shape[transposingFirst ? 0 : 1] == other.shape[transposingSecond ? 1 : 0],
            "matrixProduct: shapes \(shape) and \(other.shape) do not go together")
        requireElements("matrixProduct")
        other.requireElements("matrixProduct")
        requireSameDevice(as: [other], "matrixProduct")
        return Tensor(
            backend.matrixProduct(
                buffer, other.buffer, transposeFirst: transposingFirst, transposeSecond: transposingSecond),
            node: .recording(
                "matrixProduct", [self, other], saving: [self, other],
                rule: MatMulRules.product(transposingFirst, transposingSecond)))
    }
}
