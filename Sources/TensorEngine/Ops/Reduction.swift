extension Tensor {
    /// The sum over the given axes, which stay with extent 1.
    public func sum(axes: [Int]) -> Tensor {
        for axis in axes {
            require(
                shape.extents.indices.contains(axis), "sum: a tensor of shape \(shape) has no axis \(axis)")
        }
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
    public func mean(axes: [Int]) -> Tensor {
        sum(axes: axes) / Double(axes.reduce(1) { $0 * shape[$1] })
    }

    /// The mean of all elements, a scalar.
    public func mean() -> Tensor {
        sum() / Double(count)
    }
}
