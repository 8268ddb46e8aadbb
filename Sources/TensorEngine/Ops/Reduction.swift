extension Tensor {
    /// The sum over the given axes, which stay with extent 1; 0 where there are no elements.
    public func sum(axes: [Int]) -> Tensor {
        for axis in axes { requireAxis(axis, "sum") }
        if axes.allSatisfy({ shape[$0] == 1 }) { return self }
        return Tensor(
            backend.sum(buffer, axes: axes),
            node: .recording("sum", [self], rule: ReductionRules.sum(from: shape)))
    }

    /// The sum of all elements, a scalar.
    public func sum() -> Tensor {
        sum(axes: Array(0..<shape.rank)).reshaped(to: [])
    }

    /// The mean over the given axes, which stay with extent 1.
    ///
    /// - Precondition: there are elements.
    public func mean(axes: [Int]) -> Tensor {
        requireElements("mean")
        return sum(axes: axes) / Double(axes.reduce(1) { $0 * shape[$1] })
    }

    /// The mean of all elements, a scalar.
    ///
    /// - Precondition: there are elements.
    public func mean() -> Tensor {
        requireElements("mean")
        return sum() / Double(count)
    }
}
