internal import CDNNL

extension PrimitiveKey {
    /// Asks oneDNN for the primitive.
    func makeDescriptor(_ result: inout dnnl_primitive_desc_t?, engine: dnnl_engine_t) -> dnnl_status_t {
        switch self {
        case .convolution(
            let problem, let hasBias, let hasAddend, let leakySlope, let inputIsPlain, let isWinograd):
            let output = problem.outputShape
            var source =
                inputIsPlain
                ? Layout.plain.describing(problem.input, problem.dtype)
                : Layout.any(problem.input, problem.dtype)
            var weights = Layout.any(problem.groupedWeight, problem.dtype)
            var bias = Layout.plain.describing([problem.weight[0]])
            var destination = Layout.any(output, problem.dtype)
            return withUnsafePointer(to: &bias) { bias in
                winnow_dnnl_convolution_forward(
                    &result, engine, isWinograd ? 1 : 0, &source, &weights, hasBias ? bias : nil,
                    &destination, Int64(problem.geometry.stride), Int64(problem.geometry.padding),
                    Int64(problem.geometry.sidePadding), hasAddend ? 1 : 0, Float(leakySlope ?? -1))
            }
        case .convolutionInputGradient(let problem, let isWinograd):
            return problem.withDescriptions(weightType: problem.dtype) { source, weights, destination in
                winnow_dnnl_convolution_backward_data(
                    &result, engine, isWinograd ? 1 : 0, &source, &weights, &destination,
                    Int64(problem.geometry.stride), Int64(problem.geometry.padding),
                    Int64(problem.geometry.sidePadding))
            }
        case .convolutionWeightGradient(let problem, let isWinograd):
            return problem.withDescriptions(weightType: .float32) { source, weights, destination in
                winnow_dnnl_convolution_backward_weights(
                    &result, engine, isWinograd ? 1 : 0, &source, &weights, &destination,
                    Int64(problem.geometry.stride), Int64(problem.geometry.padding),
                    Int64(problem.geometry.sidePadding))
            }
        case .products(let products):
            return winnow_dnnl_products(
                &result, engine, products.dtype == .bfloat16 ? 1 : 0, Int64(products.count),
                Int64(products.rows), Int64(products.inner), Int64(products.columns),
                products.transposesFirst ? 1 : 0, products.transposesSecond ? 1 : 0,
                products.isAdding ? 1 : 0)
        case .normalization(let input, let layout, let dtype, let epsilon, let hasReLU):
            var source = layout.describing(input, dtype)
            return winnow_dnnl_normalization_forward(
                &result, engine, &source, Float(epsilon), 0, hasReLU ? 1 : 0)
        case .normalizationWithStatistics(let input, let layout, let dtype, let epsilon, let hasReLU):
            var source = layout.describing(input, dtype)
            return winnow_dnnl_normalization_forward(
                &result, engine, &source, Float(epsilon), 1, hasReLU ? 1 : 0)
        case .normalizationGradient(let input, let layout, let dtype, let epsilon, let hasReLU):
            var source = layout.describing(input, dtype)
            return winnow_dnnl_normalization_backward(
                &result, engine, &source, Float(epsilon), hasReLU ? 1 : 0)
        case .pooling(let input, let layout, let dtype, let geometry):
            var source = layout.describing(input, dtype)
            var destination = Layout.any(geometry.outputShape(input: input), dtype)
            return winnow_dnnl_pooling_forward(
                &result, engine, geometry.kind == .maximum ? 1 : 0, &source, &destination,
                Int64(geometry.kernelHeight), Int64(geometry.kernelWidth), Int64(geometry.stride),
                Int64(geometry.padding))
        case .poolingGradient(let input, let layout, let dtype, let geometry):
            var source = layout.describing(input, dtype)
            var destination = Layout.any(geometry.outputShape(input: input), dtype)
            return winnow_dnnl_pooling_backward(
                &result, engine, geometry.kind == .maximum ? 1 : 0, &source, &destination,
                Int64(geometry.kernelHeight), Int64(geometry.kernelWidth), Int64(geometry.stride),
                Int64(geometry.padding))
        case .reorder(let shape, let from, let fromType, let to, let toType):
            var source = from.describing(shape, fromType)
            var destination = to.describing(shape, toType)
            return winnow_dnnl_reorder(&result, engine, &source, &destination)
        }
    }
}

extension ConvolutionProblem {
    /// Calls `body` with descriptions of input, weight and output whose layouts are oneDNN's choice.
    fileprivate func withDescriptions(
        weightType: DType,
        _ body: (inout winnow_dnnl_layout, inout winnow_dnnl_layout, inout winnow_dnnl_layout) ->
            dnnl_status_t
    ) -> dnnl_status_t {
        var source = Layout.any(input, dtype)
        var weights = Layout.any(groupedWeight, weightType)
        var destination = Layout.any(outputShape, dtype)
        return body(&source, &weights, &destination)
    }
}
