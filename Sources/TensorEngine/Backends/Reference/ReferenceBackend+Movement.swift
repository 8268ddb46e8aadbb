extension ReferenceBackend {
    /// A tensor whose elements are taken from `input` at the index that `source` gives; zero where it gives none.
    private func gather(_ input: Buffer, _ shape: Shape, _ source: (_ index: [Int]) -> [Int]?) -> Buffer {
        let strides = input.shape.rowMajorStrides
        let elements = input.elements
        return generate(shape) { index in
            source(index).map { elements[zip($0, strides).reduce(0) { $0 + $1.0 * $1.1 }] } ?? 0
        }
    }

    func expanded(_ input: Buffer, to shape: Shape) -> Buffer {
        gather(input, shape) { index in zip(index, input.shape.extents).map { $1 == 1 ? 0 : $0 } }
    }

    func reshaped(_ input: Buffer, to shape: Shape) -> Buffer {
        make(input.elements, shape)
    }

    func permuted(_ input: Buffer, order: [Int]) -> Buffer {
        gather(input, Shape(order.map { input.shape[$0] })) { index in
            order.indices.map { axis in index[order.firstIndex(of: axis)!] }
        }
    }

    func concatenated(_ inputs: [Buffer], axis: Int) -> Buffer {
        var shape = inputs[0].shape
        shape[axis] = inputs.reduce(0) { $0 + $1.shape[axis] }
        var start = 0
        return inputs.reduce(filled(0, shape: shape, layout: .plain)) { total, input in
            let extent = input.shape[axis]
            let part = padded(input, axis: axis, before: start, after: shape[axis] - start - extent)
            start += extent
            return binary(.add, total, part)
        }
    }

    func sliced(_ input: Buffer, axis: Int, range: Range<Int>) -> Buffer {
        var shape = input.shape
        shape[axis] = range.count
        return gather(input, shape) { index in
            var source = index
            source[axis] += range.lowerBound
            return source
        }
    }

    func padded(_ input: Buffer, axis: Int, before: Int, after: Int) -> Buffer {
        var shape = input.shape
        shape[axis] += before + after
        return gather(input, shape) { index in
            var source = index
            source[axis] -= before
            return (0..<input.shape[axis]).contains(source[axis]) ? source : nil
        }
    }
}
