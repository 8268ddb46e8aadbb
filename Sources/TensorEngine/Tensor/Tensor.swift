/// An immutable array of numbers with a shape, and, where gradients are recorded, with the operation that made it.
///
/// Copying is cheap: the memory is shared. Shapes are logical (`[N, C, H, W]` for images); the memory may be laid out
/// otherwise, and only reading the elements as an array puts it into row-major order.
public struct Tensor {
    var buffer: Buffer
    let node: Node?

    init(_ buffer: Buffer, node: Node? = nil) {
        self.buffer = buffer
        self.node = node
    }

    /// The extents of the axes.
    public var shape: Shape { buffer.shape }
    /// Where the memory lies and arithmetic is done.
    public var device: Device { buffer.device }
    /// The type of the elements.
    public var dtype: DType { buffer.dtype }
    /// How the elements lie in memory.
    public var layout: Layout { buffer.layout }

    /// How many elements there are.
    public var count: Int { shape.count }

    var backend: any Backend { buffer.backend }

    /// Traps unless the operands of an operation lie on this tensor's device.
    func requireSameDevice(as others: [Tensor], _ operation: String) {
        for other in others {
            require(
                device == other.device,
                "\(operation): operands of shapes \(shape) and \(other.shape) lie on different devices")
        }
    }

    /// Traps where an operation that needs elements, such as one that looks at windows or averages, is given none.
    func requireElements(_ operation: String) {
        require(count > 0, "\(operation): a tensor of shape \(shape) is empty")
    }

    /// Traps unless the tensor has the axis.
    func requireAxis(_ axis: Int, _ operation: String) {
        require(
            shape.extents.indices.contains(axis),
            "\(operation): a tensor of shape \(shape) has no axis \(axis)")
    }
}

// MARK: - Making tensors

extension Tensor {
    /// A tensor of the given elements in row-major order.
    ///
    /// - Precondition: `elements.count == shape.count`.
    public init(_ elements: [Float], shape: Shape, on device: Device = .cpu) {
        require(
            elements.count == shape.count, "\(elements.count) elements do not fill a tensor of shape \(shape)"
        )
        self.init(device.backend.upload(elements, shape: shape))
    }

    /// A tensor of the given elements in row-major order, rounded to the device's type.
    ///
    /// - Precondition: `elements.count == shape.count`.
    public init(_ elements: [Double], shape: Shape, on device: Device) {
        require(
            elements.count == shape.count, "\(elements.count) elements do not fill a tensor of shape \(shape)"
        )
        self.init(device.backend.upload(elements, shape: shape))
    }

    /// A tensor whose elements are all `value`.
    public init(filledWith value: Double, shape: Shape, on device: Device = .cpu) {
        self.init(device.backend.filled(value, shape: shape, layout: .plain))
    }

    /// A tensor without axes.
    public init(_ value: Double, on device: Device = .cpu) {
        self.init(filledWith: value, shape: [], on: device)
    }

    /// A batch of 8-bit images as numbers: `(byte / 255 − mean[channel]) / deviation[channel]`.
    ///
    /// - Parameters:
    ///   - images: `[N, H, W, C]` bytes, pixels interleaved.
    ///   - count: N.
    ///   - height: H.
    ///   - width: W.
    ///   - mean: one number a channel, in units of full brightness; there are as many as channels, C.
    ///   - deviation: one number a channel, in the same units, not 0.
    ///   - device: where the tensor is to lie.
    /// - Returns: `[N, C, H, W]`.
    public init(
        images: [UInt8], count: Int, height: Int, width: Int, mean: [Float], deviation: [Float],
        on device: Device = .cpu
    ) {
        let channels = mean.count
        require(
            deviation.count == channels,
            "means of \(channels) channels do not go with deviations of \(deviation.count)")
        require(
            images.count == count * height * width * channels,
            "\(images.count) bytes are not \(count) images of \(width)×\(height) with \(channels) channels")
        let scale = deviation.map { 1 / (255 * $0) }
        let shift = zip(mean, deviation).map { -$0 / $1 }
        self.init(
            device.backend.upload(
                images: images, shape: [count, channels, height, width], scale: scale, shift: shift))
    }
}

// MARK: - Reading tensors

extension Tensor {
    /// The elements in row-major order.
    public var floats: [Float] { backend.floats(of: buffer) }

    /// The elements in row-major order.
    public var doubles: [Double] { backend.doubles(of: buffer) }

    /// A batch of images `[N, C, H, W]` in [−1, 1] as bytes `[N, H, W, C]`; what lies outside is cut off.
    public var imageBytes: [UInt8] {
        require(
            shape.rank == 4 && count > 0, "imageBytes: a tensor of shape \(shape) is no batch of images")
        return backend.bytes(ofImages: buffer, scale: 127.5, shift: 127.5)
    }

    /// The only element.
    ///
    /// - Precondition: `count == 1`.
    public var scalar: Double {
        require(count == 1, "a tensor of shape \(shape) is no scalar")
        return doubles[0]
    }

    /// Whether every element is a finite number.
    public var isFinite: Bool { backend.isFinite(buffer) }
}

// MARK: - History

extension Tensor {
    /// The same value, to which gradients can be asked for: a leaf of the graph.
    public func asVariable() -> Tensor {
        Tensor(buffer, node: Node.leaf())
    }

    /// The same value without its history: a constant.
    public var detached: Tensor { Tensor(buffer) }

    /// Whether gradients flow through this tensor.
    public var requiresGradient: Bool { node != nil }

    /// The same value laid out otherwise; its history is kept.
    func reordered(to layout: Layout) -> Tensor {
        if layout == self.layout { return self }
        return Tensor(backend.reordered(buffer, to: layout), node: node)
    }
}

extension Tensor: CustomStringConvertible {
    /// The shape and up to eight elements.
    public var description: String {
        let values = doubles
        let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
        return "Tensor\(shape) [\(shown)\(values.count > 8 ? ", …" : "")]"
    }
}
