/// Derivatives of reductions and of their counterpart, expansion.
enum ReductionRules {
    static func sum(from shape: Shape) -> GradientRule {
        { g, _, _ in [g.expanded(to: shape)] }
    }
    static func expand(from shape: Shape) -> GradientRule {
        { g, _, _ in
            let axes = (0..<shape.rank).filter { shape[$0] == 1 && g.shape[$0] != 1 }
            return [g.sum(axes: axes)]
        }
    }
}
