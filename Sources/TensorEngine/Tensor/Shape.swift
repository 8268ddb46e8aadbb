/// The extents of a tensor's axes, outermost first: `[N, C, H, W]` for a batch of images, whatever the memory looks like.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// How many elements there are along each axis.
    public var extents: [Int]

    /// A shape of the given extents, outermost first.
    ///
    /// - Precondition: no extent is negative.
    public init(_ extents: [Int]) {
        require(extents.allSatisfy { $0 >= 0 }, "a shape has no negative extent: \(extents)")
        self.extents = extents
    }

    public init(arrayLiteral elements: Int...) {
        self.init(elements)
    }

    /// How many axes there are; 0 for a scalar.
    public var rank: Int { extents.count }

    /// How many elements there are; 1 for a scalar.
    public var count: Int { extents.reduce(1, *) }

    /// The extent of an axis, counted from 0.
    public subscript(axis: Int) -> Int {
        get { extents[axis] }
        set { extents[axis] = newValue }
    }

    public var description: String { "\(extents)" }

    /// Distances between neighbours along each axis when elements lie in row-major order.
    public var rowMajorStrides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in (0..<max(rank - 1, 0)).reversed() {
            strides[axis] = strides[axis + 1] * extents[axis + 1]
        }
        return strides
    }

    /// The same shape with the given axes shrunk to one element.
    func reducing(_ axes: [Int]) -> Shape {
        var reduced = self
        for axis in axes { reduced[axis] = 1 }
        return reduced
    }

    /// The shape that both can be expanded to: ranks are aligned at the last axis, and extents agree or one of them is 1.
    ///
    /// Traps where the two do not go together.
    func broadcast(with other: Shape, operation: String) -> Shape {
        let rank = Swift.max(self.rank, other.rank)
        let first = aligned(toRank: rank)
        let second = other.aligned(toRank: rank)
        return Shape(
            zip(first.extents, second.extents).map { a, b in
                require(
                    a == b || a == 1 || b == 1, "\(operation): shapes \(self) and \(other) do not go together"
                )
                return a == 1 ? b : a
            })
    }

    /// The same elements with axes of extent 1 put in front until there are `rank` axes.
    func aligned(toRank rank: Int) -> Shape {
        Shape([Int](repeating: 1, count: rank - self.rank) + extents)
    }
}
