/// Derivatives of operations that only move elements.
enum MovementRules {
    static func reshape(from shape: Shape) -> GradientRule {
        { g, _, _ in [g.reshaped(to: shape)] }
    }
    static func permute(_ order: [Int]) -> GradientRule {
        { g, _, _ in
            [g.permuted(order.indices.map { order.firstIndex(of: $0)! })]
        }
    }
    static func concatenate(extents: [Int], axis: Int) -> GradientRule {
        { g, _, needed in
            var start = 0
            return zip(extents, needed).map { extent, isNeeded in
                defer { start += extent }
                return isNeeded ? g.sliced(axis: axis, start..<start + extent) : nil
            }
        }
    }
    static func slice(axis: Int, range: Range<Int>, extent: Int) -> GradientRule {
        { g, _, _ in [g.padded(axis: axis, before: range.lowerBound, after: extent - range.upperBound)] }
    }
    static func pad(axis: Int, before: Int, extent: Int) -> GradientRule {
        { g, _, _ in [g.sliced(axis: axis, before..<before + extent)] }
    }
}
