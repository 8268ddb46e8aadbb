extension ReferenceBackend {
    /// Which statistics each element belongs to: its channel, or its image's channel.
    private func groups(of shape: Shape, perImage: Bool) -> (count: Int, group: (Int) -> Int) {
        let pixels = shape[2] * shape[3]
        let channels = shape[1]
        return perImage ? (shape[0] * channels, { $0 / pixels }) : (channels, { $0 / pixels % channels })
    }

    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, epsilon: Double, perImage: Bool, fusingReLU: Bool
    ) -> NormalizationResult {
        let x = input.elements
        let (count, group) = groups(of: input.shape, perImage: perImage)
        let size = Double(x.count / count)
        var mean = [Double](repeating: 0, count: count)
        var variance = mean
        for (position, value) in x.enumerated() { mean[group(position)] += value / size }
        for (position, value) in x.enumerated() {
            let deviation = value - mean[group(position)]
            variance[group(position)] += deviation * deviation / size
        }
        let (gamma, beta) = (scale.elements, shift.elements)
        let output = x.enumerated().map { position, value in
            let channel = group(position) % gamma.count
            return (value - mean[group(position)]) / (variance[group(position)] + epsilon).squareRoot()
                * gamma[channel] + beta[channel]
        }
        let mask = fusingReLU ? ReferenceStorage(output.map { $0 > 0 ? 1 : 0 }) : nil
        return NormalizationResult(
            output: make(fusingReLU ? output.map { max($0, 0) } : output, input.shape),
            mean: make(mean, [count]),
            variance: make(variance, [count]), mask: mask)
    }

    /// With x̂ the normalized input and m the size of a group: dx = γ / √(σ² + ε) · (g − mean(g) − x̂ · mean(g · x̂)).
    func normalizationGradients(
        _ gradient: Buffer, input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer,
        mask: Storage?,
        epsilon: Double, perImage: Bool
    ) -> NormalizationGradients {
        let x = input.elements
        var g = gradient.elements
        if let mask = mask.map({ unsafeDowncast($0, to: ReferenceStorage.self).elements }) {
            g = zip(g, mask).map { $0 * $1 }
        }
        let (count, group) = groups(of: input.shape, perImage: perImage)
        let size = Double(x.count / count)
        let (means, variances, gamma) = (mean.elements, variance.elements, scale.elements)
        let normalized = x.enumerated().map { position, value in
            (value - means[group(position)]) / (variances[group(position)] + epsilon).squareRoot()
        }
        var sums = [Double](repeating: 0, count: count)
        var products = sums
        for (position, value) in g.enumerated() {
            sums[group(position)] += value
            products[group(position)] += value * normalized[position]
        }
        let result = g.enumerated().map { position, value in
            let index = group(position)
            return gamma[index % gamma.count] / (variances[index] + epsilon).squareRoot()
                * (value - sums[index] / size - normalized[position] * products[index] / size)
        }
        var scaleGradient = [Double](repeating: 0, count: gamma.count)
        var shiftGradient = scaleGradient
        for index in 0..<count {
            scaleGradient[index % gamma.count] += products[index]
            shiftGradient[index % gamma.count] += sums[index]
        }
        return NormalizationGradients(
            input: make(result, input.shape), scale: make(scaleGradient, scale.shape),
            shift: make(shiftGradient, scale.shape))
    }

    func normalized(
        _ input: Buffer, scale: Buffer, shift: Buffer, mean: Buffer, variance: Buffer, epsilon: Double,
        fusingReLU: Bool
    ) -> Buffer {
        let (_, group) = groups(of: input.shape, perImage: false)
        let (gamma, beta, means, variances) = (
            scale.elements, shift.elements, mean.elements, variance.elements
        )
        let output = input.elements.enumerated().map { position, value in
            let channel = group(position)
            return (value - means[channel]) / (variances[channel] + epsilon).squareRoot() * gamma[channel]
                + beta[channel]
        }
        return make(fusingReLU ? output.map { max($0, 0) } : output, input.shape)
    }
}
