internal import CKernels

/// Single precision on the processor: oneDNN for convolution, normalization, pooling and matrix products, and loops of our own for
/// the rest.
struct CPUBackend: Backend {
    static let shared = CPUBackend()

    /// Elements below which a loop is not worth a second thread.
    static let grain = 16_384

    func make(_ shape: Shape, layout: Layout = .plain, dtype: DType = .float32) -> Buffer {
        let count = layout.elementCount(of: shape)
        return Buffer(
            storage: HostStorage(byteCount: max(count, 1) * dtype.byteCount), shape: shape, layout: layout,
            dtype: dtype, device: .cpu)
    }

    func upload(_ elements: [Float], shape: Shape) -> Buffer {
        let buffer = make(shape)
        buffer.floats.update(from: elements, count: elements.count)
        return buffer
    }

    func upload(_ elements: [Double], shape: Shape) -> Buffer {
        upload(elements.map(Float.init), shape: shape)
    }

    func upload(images: [UInt8], shape: Shape, scale: [Float], shift: [Float]) -> Buffer {
        let buffer = make(shape)
        let planes = buffer.floats
        let pixels = shape[2] * shape[3]
        let channels = shape[1]
        images.withUnsafeBufferPointer { bytes in
            ThreadPool.forEachRange(of: shape[0], grain: 1) { range in
                for image in range {
                    let offset = image * pixels * channels
                    winnow_planes_from_bytes(
                        bytes.baseAddress! + offset, planes + offset, pixels, channels, scale, shift)
                }
            }
        }
        return buffer
    }

    func filled(_ value: Double, shape: Shape, layout: Layout) -> Buffer {
        require(
            value == 0 || !layout.isPadded(for: shape),
            "padding must stay zero: \(layout) pads shape \(shape)")
        let buffer = make(shape, layout: layout)
        let floats = buffer.floats
        ThreadPool.forEachRange(of: buffer.elementCount, grain: Self.grain) {
            winnow_fill(floats + $0.lowerBound, $0.count, Float(value))
        }
        return buffer
    }

    func floats(of buffer: Buffer) -> [Float] {
        let plain = plainFloats(buffer)
        return withExtendedLifetime(plain) {
            Array(UnsafeBufferPointer(start: plain.floats, count: plain.shape.count))
        }
    }

    func bytes(ofImages buffer: Buffer, scale: Float, shift: Float) -> [UInt8] {
        let plain = plainFloats(buffer)
        let planes = plain.floats
        let channels = buffer.shape[1]
        let pixels = buffer.shape[2] * buffer.shape[3]
        return [UInt8](unsafeUninitializedCapacity: buffer.shape.count) { bytes, initialized in
            let bytes = bytes.baseAddress!
            withExtendedLifetime(plain) {
                ThreadPool.forEachRange(of: buffer.shape[0], grain: 1) { range in
                    for image in range {
                        let offset = image * pixels * channels
                        winnow_bytes_from_planes(
                            planes + offset, bytes + offset, pixels, channels, scale, shift)
                    }
                }
            }
            initialized = buffer.shape.count
        }
    }

    func doubles(of buffer: Buffer) -> [Double] {
        floats(of: buffer).map(Double.init)
    }

    func isFinite(_ buffer: Buffer) -> Bool {
        let buffer = converted(buffer, to: .float32)
        return withExtendedLifetime(buffer) { winnow_all_finite(buffer.floats, buffer.elementCount) != 0 }
    }

    func reordered(_ buffer: Buffer, to layout: Layout) -> Buffer {
        reordered(buffer, to: layout, as: buffer.dtype)
    }

    func converted(_ buffer: Buffer, to dtype: DType) -> Buffer {
        reordered(buffer, to: buffer.layout, as: dtype)
    }

    /// Moves and rounds in one pass.
    func reordered(_ buffer: Buffer, to layout: Layout, as dtype: DType) -> Buffer {
        if buffer.dtype == dtype, buffer.layout.isEquivalent(to: layout, for: buffer.shape) {
            return buffer.viewed(as: buffer.shape, layout: layout)
        }
        let result = make(buffer.shape, layout: layout, dtype: dtype)
        let primitive = PrimitiveCache.shared.primitive(
            .reorder(
                shape: buffer.shape, from: buffer.layout, fromType: buffer.dtype, to: layout, toType: dtype))
        primitive.execute([(.from, buffer.storage), (.to, result.storage)])
        return result
    }

    /// In single precision, and in row-major order.
    func plainFloats(_ buffer: Buffer) -> Buffer { reordered(buffer, to: .plain, as: .float32) }
}
