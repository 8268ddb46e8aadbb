extension Tensor {
    /// Repeats axes of extent 1 until the shape is `shape`; missing axes are put in front.
    public func expanded(to shape: Shape) -> Tensor {
        if self.shape == shape { return self }
        let aligned = reshaped(to: self.shape.aligned(toRank: shape.rank))
        if aligned.shape == shape { return aligned }
        for axis in 0..<shape.rank {
            require(
                aligned.shape[axis] == shape[axis] || aligned.shape[axis] == 1,
                "expanded: shape \(self.shape) cannot become \(shape)")
        }
        return Tensor(
            backend.expanded(aligned.buffer, to: shape),
            node: .recording("expanded", [aligned], rule: ReductionRules.expand(from: aligned.shape)))
    }

    /// The same elements in row-major order under another shape.
    ///
    /// - Precondition: the shapes hold equally many elements.
    public func reshaped(to shape: Shape) -> Tensor {
        if self.shape == shape { return self }
        require(
            shape.count == count, "reshaped: \(self.shape) and \(shape) hold different numbers of elements")
        return Tensor(
            backend.reshaped(buffer, to: shape),
            node: .recording("reshaped", [self], rule: MovementRules.reshape(from: self.shape)))
    }

    /// Axis `i` of the result is axis `order[i]` of this tensor.
    public func permuted(_ order: [Int]) -> Tensor {
        require(
            order.sorted() == Array(0..<shape.rank),
            "permuted: \(order) is no order of the axes of shape \(shape)")
        return Tensor(
            backend.permuted(buffer, order: order),
            node: .recording("permuted", [self], rule: MovementRules.permute(order)))
    }

    /// Joins tensors along an axis; the other extents are equal.
    public static func concatenating(_ tensors: [Tensor], axis: Int) -> Tensor {
        require(!tensors.isEmpty, "concatenating: no tensors")
        let first = tensors[0]
        first.requireSameDevice(as: tensors, "concatenating")
        for tensor in tensors {
            tensor.requireAxis(axis, "concatenating")
            require(
                tensor.shape.reducing([axis]) == first.shape.reducing([axis]),
                "concatenating: shapes \(first.shape) and \(tensor.shape) differ off axis \(axis)")
        }
        return Tensor(
            first.backend.concatenated(tensors.map(\.buffer), axis: axis),
            node: .recording(
                "concatenating", tensors,
                rule: MovementRules.concatenate(extents: tensors.map { $0.shape[axis] }, axis: axis)))
    }

    /// The elements of `range` along an axis.
    public func sliced(axis: Int, _ range: Range<Int>) -> Tensor {
        requireAxis(axis, "sliced")
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "sliced: \(range) is outside axis \(axis) of shape \(shape)")
        if range == 0..<shape[axis] { return self }
        return Tensor(
            backend.sliced(buffer, axis: axis, range: range),
            node: .recording(
                "sliced", [self],
                rule: MovementRules.slice(axis: axis, range: range, extent: shape[axis])))
    }

    /// Puts `before` and `after` zeros around the elements along an axis.
    public func padded(axis: Int, before: Int, after: Int) -> Tensor {
        requireAxis(axis, "padded")
        require(
            before >= 0 && after >= 0,
            "padded: \(before) and \(after) zeros cannot be put around shape \(shape)")
        if before == 0 && after == 0 { return self }
        return Tensor(
            backend.padded(buffer, axis: axis, before: before, after: after),
            node: .recording(
                "padded", [self], rule: MovementRules.pad(axis: axis, before: before, extent: shape[axis])))
    }
}
