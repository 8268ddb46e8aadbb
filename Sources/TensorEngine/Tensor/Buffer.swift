/// A tensor's value without its history: what backends take and give.
struct Buffer {
    var storage: Storage
    let shape: Shape
    let layout: Layout
    let dtype: DType
    let device: Device

    /// Elements in memory, padding included.
    var elementCount: Int { layout.elementCount(of: shape) }

    var backend: any Backend { device.backend }

    /// The same memory seen as another shape and layout.
    func viewed(as shape: Shape, layout: Layout) -> Buffer {
        require(
            layout.elementCount(of: shape) == elementCount,
            "a view of \(self.shape) as \(shape) would hold another number of elements")
        return Buffer(storage: storage, shape: shape, layout: layout, dtype: dtype, device: device)
    }
}
