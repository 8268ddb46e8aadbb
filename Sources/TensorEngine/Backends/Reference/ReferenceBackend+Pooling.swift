extension ReferenceBackend {
    func pooled(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, workspace: Storage?) {
        let shape = geometry.outputShape(input: input.shape)
        let x = input.elements
        var output = [Double](repeating: geometry.kind == .maximum ? -.infinity : 0, count: shape.count)
        var origin = [Double](repeating: 0, count: shape.count)
        let size = Double(geometry.kernelHeight * geometry.kernelWidth)
        forEachPair(input.shape, shape, geometry) { i, o in
            switch geometry.kind {
            case .average: output[o] += x[i] / size
            case .maximum:
                if x[i] > output[o] {
                    output[o] = x[i]
                    origin[o] = Double(i)
                }
            }
        }
        return (make(output, shape), geometry.kind == .maximum ? ReferenceStorage(origin) : nil)
    }

    func poolingGradient(
        _ gradient: Buffer, workspace: Storage?, geometry: PoolingGeometry, inputShape: Shape,
        inputLayout: Layout
    ) -> Buffer {
        let g = gradient.elements
        var result = [Double](repeating: 0, count: inputShape.count)
        if let origin = workspace.map({ unsafeDowncast($0, to: ReferenceStorage.self).elements }) {
            for (position, source) in origin.enumerated() { result[Int(source)] += g[position] }
        } else {
            let size = Double(geometry.kernelHeight * geometry.kernelWidth)
            forEachPair(inputShape, gradient.shape, geometry) { i, o in result[i] += g[o] / size }
        }
        return make(result, inputShape)
    }

    /// Calls `body` with the positions of each input element and each output element whose window it lies in.
    private func forEachPair(
        _ input: Shape, _ output: Shape, _ geometry: PoolingGeometry,
        _ body: (_ input: Int, _ output: Int) -> Void
    ) {
        for plane in 0..<input[0] * input[1] {
            for y in 0..<output[2] {
                for x in 0..<output[3] {
                    for kernelY in 0..<geometry.kernelHeight {
                        let row = y * geometry.stride + kernelY - geometry.padding
                        guard (0..<input[2]).contains(row) else { continue }
                        for kernelX in 0..<geometry.kernelWidth {
                            let column = x * geometry.stride + kernelX - geometry.padding
                            guard (0..<input[3]).contains(column) else { continue }
                            body(
                                (plane * input[2] + row) * input[3] + column,
                                (plane * output[2] + y) * output[3] + x)
                        }
                    }
                }
            }
        }
    }
}
