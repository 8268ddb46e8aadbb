/// Derivatives of the matrix product.
enum MatMulRules {
    /// With A′ and B′ the operands as they enter the product, dA′ = g · B′ᵀ and dB′ = A′ᵀ · g, transposed back where the
    /// operand was.
    static func product(_ transposedFirst: Bool, _ transposedSecond: Bool) -> GradientRule {
        { g, saved, needed in
            let (a, b) = (saved[0], saved[1])
            let first =
                !needed[0]
                ? nil
                : transposedFirst
                    ? b.matrixProduct(g, transposingFirst: transposedSecond, transposingSecond: true)
                    : g.matrixProduct(b, transposingSecond: !transposedSecond)
            let second =
                !needed[1]
                ? nil
                : transposedSecond
                    ? g.matrixProduct(a, transposingFirst: true, transposingSecond: transposedFirst)
                    : a.matrixProduct(g, transposingFirst: !transposedFirst)
            return [first, second]
        }
    }
}
