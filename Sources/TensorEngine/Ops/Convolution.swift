extension Tensor {
    /// The convolution (cross-correlation) of this batch of images with `weight`.
    ///
    /// - Parameters:
    ///   - weight: `[O, C / groups, kH, kW]`.
    ///   - scale: `[O]`: what the weights of each output channel are multiplied by. Where nothing is recorded, the product is
    ///     kept until either changes, so that a normalization with fixed statistics costs nothing.
    ///   - bias: `[O]`.
    ///   - addend: is added to the result, whose shape it has.
    ///   - stride: how far the window moves.
    ///   - padding: zeros around the image.
    ///   - sidePadding: zeros left and right of it, where they are not as many as above and below.
    ///   - groups: parts the channels that come in and those that go out into so many groups, and convolves each group for
    ///     itself; with as many groups as channels, each channel has a window of its own.
    ///   - leakySlope: applies a leaky ReLU of that slope to the result, or the sum, in the same pass.
    /// - Returns: `[N, O, H′, W′]` of a tensor `[N, C, H, W]`.
    public func convolution(
        _ weight: Tensor, scale: Tensor? = nil, bias: Tensor? = nil, adding addend: Tensor? = nil,
        stride: Int = 1, padding: Int = 0,
        sidePadding: Int? = nil, groups: Int = 1, leakySlope: Double? = nil
    ) -> Tensor {
        convolution(
            weight, scale: scale, bias: bias, adding: addend,
            geometry: ConvolutionGeometry(
                stride: stride, padding: padding, sidePadding: sidePadding, groups: groups),
            leakySlope: leakySlope)
    }

    func convolution(
        _ weight: Tensor, scale: Tensor? = nil, bias: Tensor? = nil, adding addend: Tensor? = nil,
        geometry: ConvolutionGeometry, leakySlope: Double? = nil
    ) -> Tensor {
        let others = [weight] + [bias, addend].compactMap { $0 }
        requireSameDevice(as: others + [scale].compactMap { $0 }, "convolution")
        for (name, numbers) in [("scale", scale), ("bias", bias)] {
            guard let numbers else { continue }
            require(
                weight.shape.rank == 4 && numbers.shape == [weight.shape[0]],
                "convolution: a \(name) of shape \(numbers.shape) does not go with weights of shape \(weight.shape)"
            )
        }
        if let scale, GradientRecording.isOn {
            return convolution(
                weight * scale.reshaped(to: [weight.shape[0], 1, 1, 1]), bias: bias, adding: addend,
                geometry: geometry, leakySlope: leakySlope)
        }
        if let addend {
            let result = geometry.outputShape(input: shape, weight: weight.shape)
            require(
                addend.shape == result && addend.dtype == dtype,
                "convolution: a \(addend.dtype) of shape \(addend.shape) cannot be added to a \(dtype) of shape \(result)"
            )
        }
        if let leakySlope {
            require(leakySlope >= 0, "convolution: the slope is \(leakySlope), and must not be negative")
        }
        let output = Tensor(
            backend.convolution(
                buffer, weight.buffer, scale: scale?.buffer, bias: bias?.buffer, adding: addend?.buffer,
                geometry: geometry, leakySlope: leakySlope))
        let saved = [self, weight] + (leakySlope == nil ? [] : [output])
        return Tensor(
            output.buffer,
            node: .recording(
                "convolution", [self] + others, saving: saved,
                rule: ConvolutionRules.convolution(
                    geometry, leakySlope: leakySlope, hasBias: bias != nil, hasAddend: addend != nil)))
    }

    /// The transposed convolution of this batch of images, which undoes a convolution's change of size.
    ///
    /// - Parameters:
    ///   - weight: `[C, O, kH, kW]`, as PyTorch stores it.
    ///   - stride: how far the window of the convolution that is undone moves.
    ///   - padding: the zeros around its image.
    /// - Returns: `[N, O, (H − 1) · stride − 2 · padding + kH, …]` of a tensor `[N, C, H, W]`.
    public func transposedConvolution(_ weight: Tensor, stride: Int = 1, padding: Int = 0) -> Tensor {
        require(
            shape.rank == 4 && weight.shape.rank == 4 && shape[1] == weight.shape[0],
            "transposedConvolution: an input of shape \(shape) does not go with weights of shape \(weight.shape)"
        )
        require(
            count > 0 && weight.count > 0,
            "transposedConvolution: an input of shape \(shape) or weights of shape \(weight.shape) are empty")
        requireSameDevice(as: [weight], "transposedConvolution")
        let result = Self.transposedConvolutionShape(
            input: shape, weight: weight.shape, stride: stride, padding: padding)
        return convolutionInputGradient(
            weight, geometry: ConvolutionGeometry(stride: stride, padding: padding), inputShape: result)
    }

    /// With this tensor the gradient of a convolution's output: the gradient of its input.
    func convolutionInputGradient(_ weight: Tensor, geometry: ConvolutionGeometry, inputShape: Shape)
        -> Tensor
    {
        require(
            geometry.outputShape(input: inputShape, weight: weight.shape) == shape,
            "convolutionInputGradient: a gradient of shape \(shape) does not go with an input of shape \(inputShape) and weights of shape \(weight.shape)"
        )
        return Tensor(
            backend.convolutionInputGradient(
                buffer, weight.buffer, geometry: geometry, inputShape: inputShape),
            node: .recording(
                "convolutionInputGradient", [self, weight], saving: [self, weight],
                rule: ConvolutionRules.inputGradient(geometry)))
    }

    /// With this tensor a convolution's input: the gradient of its weight.
    func convolutionWeightGradient(_ gradient: Tensor, geometry: ConvolutionGeometry, weightShape: Shape)
        -> Tensor
    {
        Tensor(
            backend.convolutionWeightGradient(
                buffer, gradient.buffer, geometry: geometry, weightShape: weightShape),
            node: .recording(
                "convolutionWeightGradient", [self, gradient], saving: [self, gradient],
                rule: ConvolutionRules.weightGradient(geometry)))
    }

    /// This weight `[O, C / groups, kH, kW]` in the layout that a convolution of an input of the given shape likes best.
    ///
    /// - Parameters:
    ///   - input: the input's shape, `[N, C, H, W]`.
    ///   - stride: how far the window moves.
    ///   - padding: zeros around the image.
    ///   - sidePadding: zeros left and right of it, where they are not as many as above and below.
    ///   - groups: into how many groups the channels are parted.
    ///   - transposed: the weight is a transposed convolution's, and `input` the shape of its result.
    public func inPreferredLayout(
        forInput input: Shape, stride: Int, padding: Int, sidePadding: Int? = nil, groups: Int = 1,
        transposed: Bool = false
    ) -> Tensor {
        let layout = backend.preferredWeightLayout(
            input: input, weight: shape,
            geometry: ConvolutionGeometry(
                stride: stride, padding: padding, sidePadding: sidePadding, groups: groups),
            forInputGradient: transposed)
        return CachingAllocator.allocating(.long) { reordered(to: layout) }
    }

    /// The shape that a transposed convolution of an input of the given shape makes.
    public static func transposedConvolutionShape(
        input: Shape, weight: Shape, stride: Int, padding: Int
    ) -> Shape {
        [
            input[0], weight[1], (input[2] - 1) * stride - 2 * padding + weight[2],
            (input[3] - 1) * stride - 2 * padding + weight[3],
        ]
    }
}
