extension Tensor {
    /// Batch normalization with the batch's own statistics (Ioffe and Szegedy, 2015).
    ///
    /// Has no second derivative: asking for one traps.
    ///
    /// - Parameters:
    ///   - scale: `[C]`.
    ///   - shift: `[C]`.
    ///   - epsilon: is added to the variance.
    ///   - fusingReLU: applies max(·, 0) to the result in the same pass.
    /// - Returns: the result `[N, C, H, W]`, and the mean and the (biased) variance `[C]` it used.
    public func batchNormalized(
        scale: Tensor, shift: Tensor, epsilon: Double, fusingReLU: Bool = false
    ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        normalized(
            "batchNormalized", scale: scale, shift: shift, epsilon: epsilon, perImage: false,
            fusingReLU: fusingReLU)
    }

    /// Instance normalization: each channel of each image with its own statistics (Ulyanov et al., 2016).
    ///
    /// Has no second derivative: asking for one traps.
    ///
    /// - Parameters:
    ///   - scale: `[C]`.
    ///   - shift: `[C]`.
    ///   - epsilon: is added to the variance.
    ///   - fusingReLU: applies max(·, 0) to the result in the same pass.
    /// - Returns: `[N, C, H, W]`.
    public func instanceNormalized(scale: Tensor, shift: Tensor, epsilon: Double, fusingReLU: Bool = false)
        -> Tensor
    {
        normalized(
            "instanceNormalized", scale: scale, shift: shift, epsilon: epsilon, perImage: true,
            fusingReLU: fusingReLU
        ).output
    }

    private func normalized(
        _ name: String, scale: Tensor, shift: Tensor, epsilon: Double, perImage: Bool, fusingReLU: Bool
    ) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        require(
            shape.rank == 4 && scale.shape == [shape[1]] && shift.shape == [shape[1]],
            "\(name): an input of shape \(shape) does not go with a scale of shape \(scale.shape) and a shift of shape \(shift.shape)"
        )
        requireElements(name)
        requireSameDevice(as: [scale, shift], name)
        let result = backend.normalized(
            buffer, scale: scale.buffer, shift: shift.buffer, epsilon: epsilon, perImage: perImage,
            fusingReLU: fusingReLU)
        let rule = NormalizationRules.normalized(
            name, mean: result.mean, variance: result.variance, mask: result.mask, epsilon: epsilon,
            perImage: perImage)
        return (
            Tensor(
                result.output,
                node: .recording(name, [self, scale, shift], saving: [self, scale, shift], rule: rule)),
            Tensor(result.mean), Tensor(result.variance)
        )
    }

    /// Normalization with given statistics, as a trained network does it.
    ///
    /// - Parameters:
    ///   - scale: `[C]`: what the normalized channels are multiplied by.
    ///   - shift: `[C]`: what is added to them then.
    ///   - mean: `[C]`.
    ///   - variance: `[C]`.
    ///   - epsilon: is added to the variance.
    ///   - fusingReLU: applies max(·, 0) to the result in the same pass.
    /// - Returns: `(x − mean) / √(variance + epsilon) · scale + shift`, `[N, C, H, W]`.
    public func normalized(
        scale: Tensor, shift: Tensor, mean: Tensor, variance: Tensor, epsilon: Double,
        fusingReLU: Bool = false
    ) -> Tensor {
        let parameters = [scale, shift, mean, variance]
        require(
            shape.rank == 4 && parameters.allSatisfy { $0.shape == [shape[1]] },
            "normalized: an input of shape \(shape) does not go with parameters of shapes \(parameters.map(\.shape))"
        )
        requireElements("normalized")
        requireSameDevice(as: parameters, "normalized")
        if GradientRecording.isOn && [self, scale, shift].contains(where: \.requiresGradient) {
            let perChannel: Shape = [1, shape[1], 1, 1]
            let factor = (scale / (variance + epsilon).squareRoot()).reshaped(to: perChannel)
            let normalized = (self - mean.reshaped(to: perChannel)) * factor + shift.reshaped(to: perChannel)
            return fusingReLU ? normalized.relu() : normalized
        }
        return Tensor(
            backend.normalized(
                buffer, scale: scale.buffer, shift: shift.buffer, mean: mean.buffer,
                variance: variance.buffer,
                epsilon: epsilon, fusingReLU: fusingReLU))
    }
}
