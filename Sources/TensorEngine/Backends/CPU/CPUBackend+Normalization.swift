internal import CDNNL

extension CPUBackend {
    /// How a tensor is given to batch normalization: for statistics per image, as one image of N · C channels, which is
    /// the same memory wherever whole blocks of channels lie together.
    private func view(_ input: Buffer, perImage: Bool) -> Buffer {
        guard perImage else { return input }
        let blocks = input.layout.blocks
        let isWhole = blocks.allSatisfy { $0.axis == 1 && input.shape[1].isMultiple(of: $0.size) }
        let kept = input.layout.order.isEmpty && isWhole ? input : reordered(input, to: .plain)
        let shape = input.shape
        return kept.viewed(as: [1, shape[0] * shape[1], shape[2], shape[3]], layout: kept.layout)
    }

    /// One parameter per channel, or per channel of each image.
    private func tiled(_ parameter: Buffer, images: Int, perImage: Bool) -> Buffer {
        guard perImage, images > 1 else { return reordered(parameter, to: .plain) }
        let channels = parameter.shape[0]
        return reshaped(
            expanded(reshaped(parameter, to: [1, channels]), to: [images, channels]), to: [images * channels])
    }

    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, epsilon: Double, perImage: Bool, fusingReLU: Bool
    ) -> NormalizationResult {
        let source = view(input, perImage: perImage)
        let images = input.shape[0]
        let channels = source.shape[1]
        let primitive = PrimitiveCache.shared.primitive(
            .normalization(
                input: source.shape, layout: source.layout, dtype: source.dtype, epsilon: epsilon,
                hasReLU: fusingReLU))
        let output = make(source.shape, layout: source.layout, dtype: source.dtype)
        let mean = make([channels])
        let variance = make([channels])
        let mask = fusingReLU ? HostStorage(byteCount: max(primitive.workspaceByteCount, 1)) : nil
        var arguments: [(PrimitiveArgument, Storage)] = [
            (.from, source.storage), (.to, output.storage), (.mean, mean.storage),
            (.variance, variance.storage),
            (.scale, tiled(scale, images: images, perImage: perImage).storage),
            (.shift, tiled(shift, images: images, perImage: perImage).storage),
        ]
        if let mask { arguments.append((.workspace, mask)) }
        primitive.execute(arguments)
        return NormalizationResult(
            output: output.viewed(as: input.shape, layout: output.layout), mean: mean, variance: variance,
            mask: mask)
    }

    func normalizationGradients(
        _ gradient: Buffer, input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer,
        mask: Storage?,
        epsilon: Double, perImage: Bool
    ) -> NormalizationGradients {
        let source = view(input, perImage: perImage)
        let images = input.shape[0]
        let channels = source.shape[1]
        let outputGradient = view(
            reordered(gradient, to: source.layout, as: source.dtype), perImage: perImage)
        let primitive = PrimitiveCache.shared.primitive(
            .normalizationGradient(
                input: source.shape, layout: source.layout, dtype: source.dtype, epsilon: epsilon,
                hasReLU: mask != nil))
        let inputGradient = make(source.shape, layout: source.layout, dtype: source.dtype)
        let scaleGradient = make([channels])
        let shiftGradient = make([channels])
        var arguments: [(PrimitiveArgument, Storage)] = [
            (.from, source.storage), (.outputGradient, outputGradient.storage), (.mean, mean.storage),
            (.variance, variance.storage), (.scale, tiled(scale, images: images, perImage: perImage).storage),
            (.inputGradient, inputGradient.storage), (.scaleGradient, scaleGradient.storage),
            (.shiftGradient, shiftGradient.storage),
        ]
        if winnow_dnnl_normalization_backward_takes_shift() != 0 {
            arguments.append((.shift, tiled(shift, images: images, perImage: perImage).storage))
        }
        if let mask { arguments.append((.workspace, mask)) }
        primitive.execute(arguments)
        func perChannel(_ gradient: Buffer) -> Buffer {
            guard perImage else { return gradient }
            let table = gradient.viewed(as: [images, channels / images], layout: .plain)
            return reshaped(sum(table, axes: [0]), to: scale.shape)
        }
        return NormalizationGradients(
            input: inputGradient.viewed(as: input.shape, layout: inputGradient.layout),
            scale: perChannel(scaleGradient), shift: perChannel(shiftGradient))
    }

    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer, epsilon: Double,
        fusingReLU: Bool
    ) -> Buffer {
        let primitive = PrimitiveCache.shared.primitive(
            .normalizationWithStatistics(
                input: input.shape, layout: input.layout, dtype: input.dtype, epsilon: epsilon,
                hasReLU: fusingReLU))
        let result = make(input.shape, layout: input.layout, dtype: input.dtype)
        primitive.execute([
            (.from, input.storage), (.to, result.storage), (.mean, reordered(mean, to: .plain).storage),
            (.variance, reordered(variance, to: .plain).storage),
            (.scale, reordered(scale, to: .plain).storage),
            (.shift, reordered(shift, to: .plain).storage),
        ])
        return result
    }
}
