internal import COpenBLAS

extension CPUBackend {
    func matrixProduct(_ first: Buffer, _ second: Buffer, transposeFirst: Bool, transposeSecond: Bool)
        -> Buffer
    {
        _ = ThreadPool.quietOpenBLAS
        let a = plainFloats(first)
        let b = plainFloats(second)
        let rows = first.shape[transposeFirst ? 1 : 0]
        let inner = first.shape[transposeFirst ? 0 : 1]
        let columns = second.shape[transposeSecond ? 0 : 1]
        let result = make([rows, columns])
        if result.shape.count == 0 { return result }
        ArithmeticCount.add(multiplyAdds: rows * inner * columns)
        let (x, y, z) = (a.floats, b.floats, result.floats)
        let (xWidth, yWidth) = (first.shape[1], second.shape[1])
        func product(_ rowRange: Range<Int>, _ columnRange: Range<Int>) {
            cblas_sgemm(
                CblasRowMajor, transposeFirst ? CblasTrans : CblasNoTrans,
                transposeSecond ? CblasTrans : CblasNoTrans,
                Int32(rowRange.count), Int32(columnRange.count), Int32(inner), 1,
                x + rowRange.lowerBound * (transposeFirst ? 1 : xWidth), Int32(xWidth),
                y + columnRange.lowerBound * (transposeSecond ? yWidth : 1), Int32(yWidth), 0,
                z + rowRange.lowerBound * columns + columnRange.lowerBound, Int32(columns))
        }
        let grain = max(16, 1 << 20 / max(inner * min(rows, columns), 1))
        withExtendedLifetime((a, b)) {
            // The longer side is split over the threads.
            if rows >= columns {
                ThreadPool.forEachRange(of: rows, grain: grain) { product($0, 0..<columns) }
            } else {
                ThreadPool.forEachRange(of: columns, grain: grain) { product(0..<rows, $0) }
            }
        }
        return result
    }
}
