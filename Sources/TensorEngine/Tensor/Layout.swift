/// How a tensor's elements lie in memory, independent of its extents.
///
/// The outer axes are walked in `order`, outermost first; each entry of `blocks` cuts a piece of its axis off and puts it
/// innermost. `nChw16c`, which vectorised convolutions like, has the natural order and the one block (axis 1, 16). An axis
/// whose extent is no multiple of its blocks is padded with zeros, which every operation keeps zero.
public struct Layout: Hashable, Sendable, CustomStringConvertible {
    /// A piece of an axis that lies innermost.
    public struct Block: Hashable, Sendable {
        /// The axis that the piece is cut off.
        public let axis: Int
        /// How many elements the piece has along it.
        public let size: Int
    }

    /// The outer axes, outermost first; empty stands for the natural order.
    let order: [Int]
    let blocks: [Block]

    /// Row-major order of the logical axes, nothing padded.
    public static let plain = Layout(order: [], blocks: [])

    init(order: [Int], blocks: [Block]) {
        self.order = order == Array(order.indices) ? [] : order
        self.blocks = blocks
    }

    /// Whether elements lie in row-major order.
    public var isPlain: Bool { order.isEmpty && blocks.isEmpty }

    public var description: String {
        if isPlain { return "plain" }
        let outer = order.isEmpty ? "natural" : order.map(String.init).joined(separator: ",")
        return ([outer] + blocks.map { "\($0.size)×axis\($0.axis)" }).joined(separator: " ")
    }

    /// How many elements of an axis its blocks hold together.
    func blockSize(ofAxis axis: Int) -> Int {
        blocks.reduce(1) { $1.axis == axis ? $0 * $1.size : $0 }
    }

    /// The extents rounded up to whole blocks.
    func paddedExtents(of shape: Shape) -> [Int] {
        if blocks.isEmpty { return shape.extents }
        return shape.extents.enumerated().map { axis, extent in
            let size = blockSize(ofAxis: axis)
            return (extent + size - 1) / size * size
        }
    }

    /// How many elements the memory holds, padding included.
    func elementCount(of shape: Shape) -> Int {
        paddedExtents(of: shape).reduce(1, *)
    }

    /// Whether the memory holds elements that are not the tensor's.
    func isPadded(for shape: Shape) -> Bool {
        elementCount(of: shape) != shape.count
    }

    /// Distances between neighbouring blocks along each axis, in elements.
    func strides(of shape: Shape) -> [Int] {
        let padded = paddedExtents(of: shape)
        var strides = [Int](repeating: 0, count: shape.rank)
        var distance = blocks.reduce(1) { $0 * $1.size }
        for axis in (order.isEmpty ? Array(0..<shape.rank) : order).reversed() {
            strides[axis] = distance
            distance *= padded[axis] / blockSize(ofAxis: axis)
        }
        return strides
    }

    /// Whether both put each element of such a tensor in the same place.
    func isEquivalent(to other: Layout, for shape: Shape) -> Bool {
        if self == other { return true }
        // A block on an axis that it covers once can be outer or inner: compare only what moves an element.
        guard blocks == other.blocks else { return false }
        let padded = paddedExtents(of: shape)
        let mine = strides(of: shape)
        let theirs = other.strides(of: shape)
        return (0..<shape.rank).allSatisfy { axis in
            padded[axis] / blockSize(ofAxis: axis) == 1 || mine[axis] == theirs[axis]
        }
    }
}
