extension CPUBackend {
    func matrixProduct(_ first: Buffer, _ second: Buffer, transposeFirst: Bool, transposeSecond: Bool)
        -> Buffer
    {
        let product = MatrixProducts(
            rows: first.shape[transposeFirst ? 1 : 0], inner: first.shape[transposeFirst ? 0 : 1],
            columns: second.shape[transposeSecond ? 0 : 1], transposesFirst: transposeFirst,
            transposesSecond: transposeSecond)
        let shape: Shape = [product.rows, product.columns]
        if product.inner == 0 { return filled(0, shape: shape, layout: .plain) }
        let result = make(shape)
        if shape.count == 0 { return result }
        ArithmeticCount.add(multiplyAdds: shape.count * product.inner)
        let (a, b) = (plainFloats(first), plainFloats(second))
        product.compute(a.storage, b.storage, into: result.storage)
        return result
    }
}
