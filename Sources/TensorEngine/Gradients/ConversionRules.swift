/// The derivative of a change of type: rounding is taken for the identity.
enum ConversionRules {
    static func convert(from dtype: DType) -> GradientRule {
        { g, _, _ in [g.converted(to: dtype)] }
    }
}
