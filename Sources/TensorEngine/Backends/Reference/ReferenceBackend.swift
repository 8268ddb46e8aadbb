/// Plain loops in double precision, written to be read and to be right: the tests take it for the truth.
///
/// Everything is in row-major order; layouts are never anything but plain.
struct ReferenceBackend: Backend {
    static let shared = ReferenceBackend()

    func make(_ elements: [Double], _ shape: Shape) -> Buffer {
        Buffer(
            storage: ReferenceStorage(elements), shape: shape, layout: .plain, dtype: .float64,
            device: .reference)
    }

    func upload(_ elements: [Float], shape: Shape) -> Buffer {
        make(elements.map(Double.init), shape)
    }

    func upload(_ elements: [Double], shape: Shape) -> Buffer {
        make(elements, shape)
    }

    func upload(images: [UInt8], shape: Shape, scale: [Float], shift: [Float]) -> Buffer {
        generate(shape) { index in
            let byte = images[((index[0] * shape[2] + index[2]) * shape[3] + index[3]) * shape[1] + index[1]]
            return Double(byte) * Double(scale[index[1]]) + Double(shift[index[1]])
        }
    }

    func filled(_ value: Double, shape: Shape, layout: Layout) -> Buffer {
        make([Double](repeating: value, count: shape.count), shape)
    }

    func floats(of buffer: Buffer) -> [Float] { buffer.elements.map(Float.init) }
    func bytes(ofImages buffer: Buffer, scale: Float, shift: Float) -> [UInt8] {
        let elements = permuted(buffer, order: [0, 2, 3, 1]).elements
        return elements.map { UInt8(min(max($0 * Double(scale) + Double(shift), 0), 255).rounded()) }
    }

    func doubles(of buffer: Buffer) -> [Double] { buffer.elements }
    func isFinite(_ buffer: Buffer) -> Bool { buffer.elements.allSatisfy(\.isFinite) }
    func reordered(_ buffer: Buffer, to layout: Layout) -> Buffer { buffer }
    /// There is one type here.
    func converted(_ buffer: Buffer, to dtype: DType) -> Buffer { buffer }

    func preferredWeightLayout(
        input: Shape, weight: Shape, geometry: ConvolutionGeometry, forInputGradient: Bool
    ) -> Layout { .plain }

    /// A tensor whose element at each index is what `element` makes of the index.
    func generate(_ shape: Shape, _ element: (_ index: [Int]) -> Double) -> Buffer {
        var index = [Int](repeating: 0, count: shape.rank)
        var elements: [Double] = []
        elements.reserveCapacity(shape.count)
        for _ in 0..<shape.count {
            elements.append(element(index))
            for axis in (0..<shape.rank).reversed() {
                index[axis] += 1
                if index[axis] < shape[axis] { break }
                index[axis] = 0
            }
        }
        return make(elements, shape)
    }
}

/// Elements in row-major order.
final class ReferenceStorage: Storage, @unchecked Sendable {
    // Sendable for the same reason as its superclass.
    let elements: [Double]

    init(_ elements: [Double]) {
        self.elements = elements
        super.init(byteCount: elements.count * MemoryLayout<Double>.stride)
    }
}

extension Buffer {
    /// The elements in row-major order.
    var elements: [Double] { unsafeDowncast(storage, to: ReferenceStorage.self).elements }
}
