extension CPUBackend {
    private func cached(_ key: PrimitiveKey) -> Primitive { PrimitiveCache.shared.primitive(key) }

    /// All three products of a convolution multiply as often.
    private func count(output: Shape, weight: Shape) {
        ArithmeticCount.add(multiplyAdds: output.count * weight.count / weight[0])
    }

    private func forwardKey(
        input: Shape, weight: Shape, hasBias: Bool, geometry: ConvolutionGeometry, leakySlope: Double?,
        layout: Layout
    ) -> PrimitiveKey {
        // Images of a few channels are taken as they come: oneDNN has kernels for them, and a copy would be padded.
        .convolution(
            input: input, weight: weight, hasBias: hasBias, geometry: geometry, leakySlope: leakySlope,
            inputIsPlain: layout.isPlain && input[1] <= 3)
    }

    func convolution(
        _ input: Buffer, _ weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, leakySlope: Double?
    ) -> Buffer {
        let shape = geometry.outputShape(input: input.shape, weight: weight.shape)
        let primitive = cached(
            forwardKey(
                input: input.shape, weight: weight.shape, hasBias: bias != nil, geometry: geometry,
                leakySlope: leakySlope, layout: input.layout))
        let source = reordered(input, to: primitive.layout(.from))
        let weights = reordered(weight, to: primitive.layout(.weight))
        let result = make(shape, layout: primitive.layout(.to))
        count(output: shape, weight: weight.shape)
        var arguments: [(PrimitiveArgument, Storage)] = [
            (.from, source.storage), (.weight, weights.storage), (.to, result.storage),
        ]
        if let bias { arguments.append((.bias, reordered(bias, to: .plain).storage)) }
        primitive.execute(arguments)
        return result
    }

    func convolutionInputGradient(
        _ gradient: Buffer, _ weight: Buffer, geometry: ConvolutionGeometry, inputShape: Shape
    ) -> Buffer {
        let primitive = cached(
            .convolutionInputGradient(input: inputShape, weight: weight.shape, geometry: geometry))
        let source = reordered(gradient, to: primitive.layout(.outputGradient))
        let weights = reordered(weight, to: primitive.layout(.weight))
        let result = make(inputShape, layout: primitive.layout(.inputGradient))
        count(output: gradient.shape, weight: weight.shape)
        primitive.execute([
            (.outputGradient, source.storage), (.weight, weights.storage), (.inputGradient, result.storage),
        ])
        return result
    }

    func convolutionWeightGradient(
        _ input: Buffer, _ gradient: Buffer, geometry: ConvolutionGeometry, weightShape: Shape
    ) -> Buffer {
        let primitive = cached(
            .convolutionWeightGradient(input: input.shape, weight: weightShape, geometry: geometry))
        let source = reordered(input, to: primitive.layout(.from))
        let outputGradient = reordered(gradient, to: primitive.layout(.outputGradient))
        let result = make(weightShape, layout: primitive.layout(.weightGradient))
        count(output: gradient.shape, weight: weightShape)
        primitive.execute([
            (.from, source.storage), (.outputGradient, outputGradient.storage),
            (.weightGradient, result.storage),
        ])
        return result
    }

    func preferredWeightLayout(
        input: Shape, weight: Shape, geometry: ConvolutionGeometry, forInputGradient: Bool
    ) -> Layout {
        let key =
            forInputGradient
            ? .convolutionInputGradient(input: input, weight: weight, geometry: geometry)
            : forwardKey(
                input: input, weight: weight, hasBias: false, geometry: geometry, leakySlope: nil,
                layout: .plain)
        return cached(key).layout(.weight)
    }
}
