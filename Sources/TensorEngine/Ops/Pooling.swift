extension Tensor {
    /// The largest element in each window. Has no second derivative: asking for one traps.
    ///
    /// - Returns: `[N, C, H′, W′]` of a tensor `[N, C, H, W]`.
    public func maxPooled(kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
        pooled(
            PoolingGeometry(
                kind: .maximum, kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding))
    }

    /// The mean of each window; padding counts as zeros.
    ///
    /// - Returns: `[N, C, H′, W′]` of a tensor `[N, C, H, W]`.
    public func averagePooled(kernel: Int, stride: Int, padding: Int = 0) -> Tensor {
        pooled(
            PoolingGeometry(
                kind: .average, kernelHeight: kernel, kernelWidth: kernel, stride: stride, padding: padding))
    }

    /// The mean over all pixels: `[N, C, 1, 1]` of a tensor `[N, C, H, W]`.
    public func globalAveragePooled() -> Tensor {
        require(shape.rank == 4, "globalAveragePooled: an input of shape \(shape) is no batch of images")
        requireElements("globalAveragePooled")
        return pooled(
            PoolingGeometry(
                kind: .average, kernelHeight: shape[2], kernelWidth: shape[3], stride: 1, padding: 0))
    }

    private func pooled(_ geometry: PoolingGeometry) -> Tensor {
        _ = geometry.outputShape(input: shape)
        let result = backend.pooled(buffer, geometry: geometry)
        return Tensor(
            result.output,
            node: .recording(
                "pooled", [self],
                rule: PoolingRules.pooled(geometry, workspace: result.workspace, shape: shape, layout: layout)
            ))
    }

    /// With this tensor the gradient of a mean over windows: the gradient of its input.
    func averagePoolingGradient(_ geometry: PoolingGeometry, shape: Shape, layout: Layout) -> Tensor {
        Tensor(
            backend.poolingGradient(
                buffer, workspace: nil, geometry: geometry, inputShape: shape, inputLayout: layout),
            node: .recording("averagePoolingGradient", [self]) { g, _, _ in [g.pooled(geometry)] })
    }
}
