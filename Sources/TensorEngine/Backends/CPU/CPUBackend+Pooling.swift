extension CPUBackend {
    func pooled(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, workspace: Storage?) {
        let primitive = PrimitiveCache.shared.primitive(
            .pooling(input: input.shape, layout: input.layout, dtype: input.dtype, geometry: geometry))
        let output = make(
            geometry.outputShape(input: input.shape), layout: primitive.layout(.to), dtype: input.dtype)
        var arguments: [(PrimitiveArgument, Storage)] = [(.from, input.storage), (.to, output.storage)]
        let size = primitive.workspaceByteCount
        let workspace = size > 0 ? HostStorage(byteCount: size) : nil
        if let workspace { arguments.append((.workspace, workspace)) }
        primitive.execute(arguments)
        return (output, workspace)
    }

    func poolingGradient(
        _ gradient: Buffer, workspace: Storage?, geometry: PoolingGeometry, inputShape: Shape,
        inputLayout: Layout
    ) -> Buffer {
        let primitive = PrimitiveCache.shared.primitive(
            .poolingGradient(
                input: inputShape, layout: inputLayout, dtype: gradient.dtype, geometry: geometry))
        let source = reordered(gradient, to: primitive.layout(.outputGradient))
        let result = make(inputShape, layout: primitive.layout(.inputGradient), dtype: gradient.dtype)
        var arguments: [(PrimitiveArgument, Storage)] = [
            (.outputGradient, source.storage), (.inputGradient, result.storage),
        ]
        if let workspace { arguments.append((.workspace, workspace)) }
        primitive.execute(arguments)
        return result
    }
}
