extension CPUBackend {
    func expanded(_ input: Buffer, to shape: Shape) -> Buffer {
        if input.dtype != .float32 { return inSinglePrecision(input) { expanded($0, to: shape) } }
        if input.shape.count == 1 {
            let value = withExtendedLifetime(input) { input.floats[0] }
            return filled(Double(value), shape: shape, layout: .plain)
        }
        let axes = (0..<shape.rank).filter { input.shape[$0] != shape[$0] }
        return Self.runs(of: axes).reduce(reordered(input, to: .plain)) { partial, run in
            repeating(partial, run, extents: Array(shape.extents[run]))
        }
    }

    /// Repeats a run of axes of extent 1: outer × 1 × inner becomes outer × count × inner.
    private func repeating(_ input: Buffer, _ run: ClosedRange<Int>, extents: [Int]) -> Buffer {
        var shape = input.shape
        for (axis, extent) in zip(run, extents) { shape[axis] = extent }
        let outer = shape.extents[..<run.lowerBound].reduce(1, *)
        let count = extents.reduce(1, *)
        let inner = shape.extents[(run.upperBound + 1)...].reduce(1, *)
        let result = make(shape)
        let (x, y) = (input.floats, result.floats)
        withExtendedLifetime(input) {
            ThreadPool.forEachRange(of: outer, grain: max(1, Self.grain / max(count * inner, 1))) { range in
                for index in range {
                    let target = y + index * count * inner
                    if inner == 1 {
                        target.update(repeating: x[index], count: count)
                    } else {
                        for copy in 0..<count {
                            (target + copy * inner).update(from: x + index * inner, count: inner)
                        }
                    }
                }
            }
        }
        return result
    }

    func reshaped(_ input: Buffer, to shape: Shape) -> Buffer {
        reordered(input, to: .plain).viewed(as: shape, layout: .plain)
    }

    /// No element moves: the same memory is described with its axes renamed.
    func permuted(_ input: Buffer, order: [Int]) -> Buffer {
        let plain = reordered(input, to: .plain)
        let shape = Shape(order.map { input.shape[$0] })
        let memoryOrder = (0..<order.count).map { axis in order.firstIndex(of: axis)! }
        return plain.viewed(as: shape, layout: Layout(order: memoryOrder, blocks: []))
    }

    func concatenated(_ inputs: [Buffer], axis: Int) -> Buffer {
        var shape = inputs[0].shape
        shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
        let dtype = inputs[0].dtype
        let layout = layout(
            among: inputs, keepingPiecesOf: axis, inMultiplesOf: inputs.map { $0.shape[axis] })
        let result = make(shape, layout: layout, dtype: dtype)
        var start = 0
        for input in inputs {
            copyAlong(
                axis, from: reordered(input, to: layout, as: dtype), at: 0, to: result, at: start,
                count: input.shape[axis])
            start += input.shape[axis]
        }
        return result
    }

    func sliced(_ input: Buffer, axis: Int, range: Range<Int>) -> Buffer {
        var shape = input.shape
        shape[axis] = range.count
        let layout = layout(
            among: [input], keepingPiecesOf: axis,
            inMultiplesOf: [range.lowerBound, range.upperBound, input.shape[axis]])
        let result = make(shape, layout: layout, dtype: input.dtype)
        copyAlong(
            axis, from: reordered(input, to: layout), at: range.lowerBound, to: result, at: 0,
            count: range.count)
        return result
    }

    /// The layout in which pieces of an axis are copied as they lie: one in blocks of channels, if a buffer has it and every piece
    /// is of whole blocks, else the plain one.
    private func layout(
        among buffers: [Buffer], keepingPiecesOf axis: Int, inMultiplesOf extents: [Int]
    ) -> Layout {
        let blocked = buffers.lazy.map(\.layout).first { layout in
            layout.order.isEmpty && layout.blocks.count == 1 && layout.blocks[0].axis == axis && axis == 1
                && extents.allSatisfy { $0.isMultiple(of: layout.blocks[0].size) }
        }
        return blocked ?? .plain
    }

    func padded(_ input: Buffer, axis: Int, before: Int, after: Int) -> Buffer {
        if input.dtype != .float32 {
            return inSinglePrecision(input) { padded($0, axis: axis, before: before, after: after) }
        }
        var shape = input.shape
        shape[axis] += before + after
        let result = filled(0, shape: shape, layout: .plain)
        copyAlong(
            axis, from: reordered(input, to: .plain), at: 0, to: result, at: before, count: input.shape[axis])
        return result
    }

    /// Copies `count` slices along an axis between two buffers that agree on the others and on type and layout, which is plain or
    /// keeps such pieces.
    private func copyAlong(
        _ axis: Int, from source: Buffer, at sourceStart: Int, to target: Buffer, at targetStart: Int,
        count: Int
    ) {
        let outer = source.shape.extents[..<axis].reduce(1, *)
        let inner = source.shape.extents[(axis + 1)...].reduce(1, *)
        let slice = inner * source.dtype.byteCount
        let (x, y) = (source.bytes, target.bytes)
        let (sourceExtent, targetExtent) = (source.shape[axis], target.shape[axis])
        withExtendedLifetime(source) {
            ThreadPool.forEachRange(of: outer, grain: max(1, Self.grain / max(count * inner, 1))) { range in
                for index in range {
                    (y + (index * targetExtent + targetStart) * slice).copyMemory(
                        from: x + (index * sourceExtent + sourceStart) * slice, byteCount: count * slice)
                }
            }
        }
    }
}
