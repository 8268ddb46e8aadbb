extension ReferenceBackend {
    func convolution(
        _ input: Buffer, _ weight: Buffer, scale: Buffer?, bias: Buffer?, adding addend: Buffer?,
        geometry: ConvolutionGeometry, leakySlope: Double?
    ) -> Buffer {
        let shape = geometry.outputShape(input: input.shape, weight: weight.shape)
        var output = [Double](repeating: 0, count: shape.count)
        let (x, w) = (input.elements, weight.elements)
        forEachProduct(input.shape, weight.shape, shape, geometry) { i, k, o in output[o] += x[i] * w[k] }
        let pixels = shape[2] * shape[3]
        if let scale = scale?.elements {
            for position in output.indices { output[position] *= scale[position / pixels % shape[1]] }
        }
        if let bias = bias?.elements {
            for position in output.indices { output[position] += bias[position / pixels % shape[1]] }
        }
        if let addend { output = zip(output, addend.elements).map(+) }
        if let leakySlope { output = output.map { $0 > 0 ? $0 : leakySlope * $0 } }
        return make(output, shape)
    }

    func convolutionInputGradient(
        _ gradient: Buffer, _ weight: Buffer, geometry: ConvolutionGeometry, inputShape: Shape
    ) -> Buffer {
        var result = [Double](repeating: 0, count: inputShape.count)
        let (g, w) = (gradient.elements, weight.elements)
        forEachProduct(inputShape, weight.shape, gradient.shape, geometry) { i, k, o in
            result[i] += g[o] * w[k]
        }
        return make(result, inputShape)
    }

    func convolutionWeightGradient(
        _ input: Buffer, _ gradient: Buffer, geometry: ConvolutionGeometry, weightShape: Shape
    ) -> Buffer {
        var result = [Double](repeating: 0, count: weightShape.count)
        let (x, g) = (input.elements, gradient.elements)
        forEachProduct(input.shape, weightShape, gradient.shape, geometry) { i, k, o in
            result[k] += x[i] * g[o]
        }
        return make(result, weightShape)
    }

    /// Calls `body` with the positions of the input, weight and output elements of every product that a convolution sums.
    private func forEachProduct(
        _ input: Shape, _ weight: Shape, _ output: Shape, _ geometry: ConvolutionGeometry,
        _ body: (_ input: Int, _ weight: Int, _ output: Int) -> Void
    ) {
        for n in 0..<output[0] {
            for o in 0..<output[1] {
                for y in 0..<output[2] {
                    for x in 0..<output[3] {
                        let target = ((n * output[1] + o) * output[2] + y) * output[3] + x
                        let firstChannel = o / (output[1] / geometry.groups) * weight[1]
                        for c in 0..<weight[1] {
                            for kernelY in 0..<weight[2] {
                                let row = y * geometry.stride + kernelY - geometry.padding
                                guard (0..<input[2]).contains(row) else { continue }
                                for kernelX in 0..<weight[3] {
                                    let column = x * geometry.stride + kernelX - geometry.sidePadding
                                    guard (0..<input[3]).contains(column) else { continue }
                                    body(
                                        ((n * input[1] + firstChannel + c) * input[2] + row) * input[3]
                                            + column,
                                        ((o * weight[1] + c) * weight[2] + kernelY) * weight[3] + kernelX,
                                        target)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
