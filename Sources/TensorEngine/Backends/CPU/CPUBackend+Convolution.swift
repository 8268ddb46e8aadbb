extension CPUBackend {
    func convolution(
        _ input: Buffer, _ weight: Buffer, scale: Buffer?, bias: Buffer?, adding addend: Buffer?,
        geometry: ConvolutionGeometry, leakySlope: Double?
    ) -> Buffer {
        let weights = ConvolutionWeight(weight, scale: scale)
        weights.forgetOtherCopies()
        let problem = ConvolutionProblem(
            input: input.shape, weight: weight.shape, geometry: geometry, dtype: input.dtype)
        count(problem)
        // Images of a few channels are taken as they come: oneDNN has kernels for them, and a copy would be padded.
        let inputIsPlain = input.layout.isPlain && input.shape[1] <= 3
        // The activation comes after the addition: where that is a pass of its own, both are.
        let innerSlope = addend == nil ? leakySlope : nil
        func key(_ problem: ConvolutionProblem, isWinograd: Bool = false) -> PrimitiveKey {
            .convolution(
                problem, hasBias: bias != nil, leakySlope: innerSlope, inputIsPlain: inputIsPlain,
                isWinograd: isWinograd)
        }
        func compute(
            _ problem: ConvolutionProblem, _ weights: ConvolutionWeight, _ bias: Buffer?,
            isWinograd: Bool = false
        ) -> Buffer {
            compute(
                PrimitiveCache.shared.primitive(key(problem, isWinograd: isWinograd)), problem, weights, bias)
        }
        func compute(
            _ primitive: Primitive, _ problem: ConvolutionProblem, _ weights: ConvolutionWeight,
            _ bias: Buffer?, _ addend: Buffer? = nil
        ) -> Buffer {
            let result = make(problem.outputShape, layout: primitive.layout(.to), dtype: problem.dtype)
            primitive.execute(
                [
                    (.from, reordered(input, to: primitive.layout(.from), as: problem.dtype).storage),
                    (
                        .weight,
                        weights.arranged(for: problem, to: primitive.layout(.weight), as: problem.dtype)
                            .storage
                    ),
                    (.to, result.storage),
                ] + (bias.map { [(.bias, reordered($0, to: .plain).storage)] } ?? [])
                    + (addend.map { [(.addend, reordered($0, to: primitive.layout(.to)).storage)] } ?? []))
            return result
        }
        return AlgorithmChoices.run(ConvolutionTask(.output, problem)) {
            candidates(for: problem, winograd: key(problem.widened, isWinograd: true))
                + matrixProducts(for: problem, where: PatchMatrix.canCompute(problem))
        } prepare: {
            weights.forgetCopies()
        } _: { algorithm in
            let output: Buffer
            switch algorithm {
            case .direct:
                let fused = PrimitiveKey.convolution(
                    problem, hasBias: bias != nil, hasAddend: true, leakySlope: leakySlope,
                    inputIsPlain: inputIsPlain)
                if let addend, let primitive = PrimitiveCache.shared.find(fused) {
                    return compute(primitive, problem, weights, bias, addend)
                }
                output = compute(problem, weights, bias)
            case .winograd2, .roundedWinograd2, .winograd4:
                output = winograd(problem, algorithm).output(
                    input, weights, bias: bias, leakySlope: innerSlope,
                    layout: PrimitiveCache.shared.primitive(key(problem)).layout(.to))
            case .winograd:
                output = converted(
                    compute(problem.widened, weights, bias, isWinograd: true), to: problem.dtype)
            case .matrixProduct, .widenedMatrixProduct:
                let product = patchMatrix(problem, algorithm).output(input, weights)
                output = reordered(
                    finished(product, bias: bias, leakySlope: innerSlope),
                    to: PrimitiveCache.shared.primitive(key(problem)).layout(.to), as: problem.dtype)
            case .widened: output = converted(compute(problem.widened, weights, bias), to: problem.dtype)
            case .pixelGroups:
                let groups = PixelGroups(problem)
                output = groups.ungrouped(
                    compute(
                        groups.problem, ConvolutionWeight(groups.grouped(weight: weights.product)),
                        bias.map(groups.grouped(bias:))))
            }
            return addend.map { sum(output, $0, leakySlope: leakySlope) } ?? output
        }
    }

    /// A convolution's product `[N, O, H′, W′]` with the bias and the activation behind it.
    private func finished(_ product: Buffer, bias: Buffer?, leakySlope: Double?) -> Buffer {
        guard let bias else { return leakySlope.map { unary(.leakyReLU(slope: $0), product) } ?? product }
        let column = reshaped(bias, to: [1, product.shape[1], 1, 1])
        return sum(product, expanded(column, to: product.shape), leakySlope: leakySlope)
    }

    private func sum(_ first: Buffer, _ second: Buffer, leakySlope: Double?) -> Buffer {
        switch leakySlope {
        case nil: binary(.add, first, second)
        case 0: binary(.addReLU, first, second)
        case .some(let slope): unary(.leakyReLU(slope: slope), binary(.add, first, second))
        }
    }

    func convolutionInputGradient(
        _ gradient: Buffer, _ weight: Buffer, geometry: ConvolutionGeometry, inputShape: Shape
    ) -> Buffer {
        let problem = ConvolutionProblem(
            input: inputShape, weight: weight.shape, geometry: geometry, dtype: gradient.dtype)
        count(problem)
        let weights = ConvolutionWeight(weight)
        func compute(
            _ problem: ConvolutionProblem, _ gradient: Buffer, _ weights: ConvolutionWeight,
            isWinograd: Bool = false
        ) -> Buffer {
            let primitive = PrimitiveCache.shared.primitive(
                .convolutionInputGradient(problem, isWinograd: isWinograd))
            let result = make(problem.input, layout: primitive.layout(.inputGradient), dtype: problem.dtype)
            primitive.execute([
                (
                    .outputGradient,
                    reordered(gradient, to: primitive.layout(.outputGradient), as: problem.dtype).storage
                ),
                (
                    .weight,
                    weights.arranged(for: problem, to: primitive.layout(.weight), as: problem.dtype).storage
                ),
                (.inputGradient, result.storage),
            ])
            return result
        }
        return AlgorithmChoices.run(ConvolutionTask(.inputGradient, problem)) {
            candidates(for: problem, winograd: .convolutionInputGradient(problem.widened, isWinograd: true))
                + matrixProducts(for: problem, where: PatchMatrix.canCompute(problem))
        } prepare: {
            weights.forgetCopies()
        } _: { algorithm in
            switch algorithm {
            case .direct: return compute(problem, gradient, weights)
            case .matrixProduct, .widenedMatrixProduct:
                return reordered(
                    patchMatrix(problem, algorithm).inputGradient(gradient, weights),
                    to: PrimitiveCache.shared.primitive(.convolutionInputGradient(problem)).layout(
                        .inputGradient), as: problem.dtype)
            case .winograd2, .roundedWinograd2, .winograd4:
                let usual = PrimitiveCache.shared.primitive(.convolutionInputGradient(problem))
                let result = winograd(problem, algorithm).inputGradient(
                    gradient, weights, layout: usual.layout(.inputGradient))
                return converted(result, to: problem.dtype)
            case .winograd:
                return converted(
                    compute(problem.widened, gradient, weights, isWinograd: true), to: problem.dtype)
            case .widened: return converted(compute(problem.widened, gradient, weights), to: problem.dtype)
            case .pixelGroups:
                let groups = PixelGroups(problem)
                return compute(
                    groups.problem, groups.grouped(gradient),
                    ConvolutionWeight(groups.grouped(weight: weight)))
            }
        }
    }

    func convolutionWeightGradient(
        _ input: Buffer, _ gradient: Buffer, geometry: ConvolutionGeometry, weightShape: Shape
    ) -> Buffer {
        let problem = ConvolutionProblem(
            input: input.shape, weight: weightShape, geometry: geometry, dtype: input.dtype)
        count(problem)
        func compute(_ problem: ConvolutionProblem, _ gradient: Buffer, isWinograd: Bool = false) -> Buffer {
            let primitive = PrimitiveCache.shared.primitive(
                .convolutionWeightGradient(problem, isWinograd: isWinograd))
            let result = make(problem.groupedWeight, layout: primitive.layout(.weightGradient))
            primitive.execute([
                (.from, reordered(input, to: primitive.layout(.from), as: problem.dtype).storage),
                (
                    .outputGradient,
                    reordered(gradient, to: primitive.layout(.outputGradient), as: problem.dtype).storage
                ),
                (.weightGradient, result.storage),
            ])
            return problem.geometry.groups == 1 ? result : reshaped(result, to: problem.weight)
        }
        // In the layout of the weights, where the optimizer wants it.
        let layout = weightLayout(for: problem, or: .weightGradient, of: .convolutionWeightGradient(problem))
        return AlgorithmChoices.run(ConvolutionTask(.weightGradient, problem)) {
            candidates(for: problem, winograd: .convolutionWeightGradient(problem.widened, isWinograd: true))
                + matrixProducts(for: problem, where: PatchMatrix.canComputeWeightGradient(problem))
        } _: { algorithm in
            let result: Buffer
            switch algorithm {
            case .direct: result = compute(problem, gradient)
            case .winograd2, .roundedWinograd2, .winograd4:
                result = winograd(problem, algorithm).weightGradient(input, gradient)
            case .winograd: result = compute(problem.widened, gradient, isWinograd: true)
            case .widened: result = compute(problem.widened, gradient)
            case .matrixProduct, .widenedMatrixProduct:
                result = patchMatrix(problem, algorithm).weightGradient(input, gradient)
            case .pixelGroups:
                let groups = PixelGroups(problem)
                return groups.ungrouped(weightGradient: compute(groups.problem, groups.grouped(gradient)))
            }
            return problem.geometry.groups == 1 ? reordered(result, to: layout) : result
        }
    }

    func preferredWeightLayout(
        input: Shape, weight: Shape, geometry: ConvolutionGeometry, forInputGradient: Bool
    ) -> Layout {
        // oneDNN has an axis more there; such weights are few, and copied into its layout after each update.
        if geometry.groups > 1 { return .plain }
        // The algorithms of oneDNN agree about it.
        let problem = ConvolutionProblem(
            input: input, weight: weight, geometry: geometry, dtype: .float32)
        let key: PrimitiveKey =
            forInputGradient
            ? .convolutionInputGradient(problem)
            : .convolution(problem, hasBias: false, leakySlope: nil, inputIsPlain: input[1] <= 3)
        return weightLayout(for: problem, or: .weight, of: key)
    }

    /// How weights, and so their gradients, are to lie: as matrix products take them, or else as an argument of a primitive.
    private func weightLayout(
        for problem: ConvolutionProblem, or argument: PrimitiveArgument, of key: PrimitiveKey
    ) -> Layout {
        PatchMatrix.isPreferred(for: problem)
            ? PatchMatrix.layout : PrimitiveCache.shared.primitive(key).layout(argument)
    }

    /// The algorithms that can compute any of the products, `direct` first.
    private func candidates(for problem: ConvolutionProblem, winograd: PrimitiveKey) -> [ConvolutionAlgorithm]
    {
        var result = [ConvolutionAlgorithm.direct]
        if problem.geometry.groups > 1 { return result }
        let isThreeByThree = problem.weight[2] == 3 && problem.weight[3] == 3 && problem.geometry.stride == 1
        if isThreeByThree, PrimitiveCache.shared.find(winograd) != nil { result.append(.winograd) }
        result += [.winograd2, .roundedWinograd2, .winograd4].filter { Winograd(problem, $0) != nil }
        if PixelGroups.canCompute(problem) { result.append(.pixelGroups) }
        if problem.dtype != .float32 { result.append(.widened) }
        return result
    }

    private func matrixProducts(for problem: ConvolutionProblem, where isPossible: Bool)
        -> [ConvolutionAlgorithm]
    {
        if !isPossible { return [] }
        return problem.dtype == .float32 ? [.matrixProduct] : [.matrixProduct, .widenedMatrixProduct]
    }

    private func patchMatrix(_ problem: ConvolutionProblem, _ algorithm: ConvolutionAlgorithm) -> PatchMatrix
    {
        PatchMatrix(algorithm == .widenedMatrixProduct ? problem.widened : problem)
    }

    private func winograd(_ problem: ConvolutionProblem, _ algorithm: ConvolutionAlgorithm) -> Winograd {
        guard let winograd = Winograd(problem, algorithm) else {
            fatalError("\(algorithm.rawValue) cannot compute \(problem)")
        }
        return winograd
    }

    /// All three products of a convolution multiply as often.
    private func count(_ problem: ConvolutionProblem) {
        ArithmeticCount.add(
            multiplyAdds: problem.outputShape.count * problem.weight.count / problem.weight[0])
    }
}
