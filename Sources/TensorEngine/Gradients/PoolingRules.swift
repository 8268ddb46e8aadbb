/// Derivatives of pooling.
enum PoolingRules {
    static func pooled(
        _ geometry: PoolingGeometry, workspace: Storage?, shape: Shape, layout: Layout
    ) -> GradientRule {
        { g, _, _ in
            switch geometry.kind {
            case .average:
                return [g.averagePoolingGradient(geometry, shape: shape, layout: layout)]
            case .maximum:
                let gradient = g.backend.poolingGradient(
                    g.buffer, workspace: workspace, geometry: geometry, inputShape: shape, inputLayout: layout
                )
                return [
                    Tensor(
                        gradient,
                        node: .recording(
                            "maxPooled", [g], rule: NormalizationRules.noSecondDerivative("maxPooled")))
                ]
            }
        }
    }
}
