/// The hair colours that CelebA names.
public enum HairColorName: String, Sendable, CaseIterable, Codable {
    case black, blond, brown, gray

    /// The attribute of that colour.
    public var attribute: String {
        switch self {
        case .black: "Black_Hair"
        case .blond: "Blond_Hair"
        case .brown: "Brown_Hair"
        case .gray: "Gray_Hair"
        }
    }
}

/// What colours hair: two melanins, and their loss with age.
///
/// Natural hair runs along one line from platinum to black with the amount of eumelanin, so dark blond and light brown meet
/// without a border, as they do in life.
public struct HairPigment: Sendable, Equatable {
    /// Eumelanin, from platinum (0) through blond (0.2) and brown (0.6) to black (1).
    public var melanin: Float
    /// Pheomelanin, from ashen (0) to auburn (1).
    public var redness: Float
    /// The share of strands that are gray, in [0, 1].
    public var gray: Float

    public init(melanin: Float, redness: Float, gray: Float) {
        self.melanin = melanin
        self.redness = redness
        self.gray = gray
    }

    /// The mean colour, sRGB in [0, 1].
    public var color: SIMD3<Float> { pigmented + (HairPigment.white - pigmented) * gray }

    /// The colour of a strand that has kept its pigment.
    var pigmented: RGB {
        let base = HairPigment.ramp.color(at: melanin)
        return base * (RGB(1, 1, 1) + RGB(0.22, -0.08, -0.22) * redness)
    }

    /// The colour of a strand that has lost it.
    static let white = RGB(0.74, 0.74, 0.75)

    private static let ramp = ColorRamp([
        (0, RGB(0.92, 0.85, 0.71)), (0.2, RGB(0.82, 0.685, 0.46)), (0.38, RGB(0.60, 0.455, 0.29)),
        (0.6, RGB(0.40, 0.26, 0.16)), (0.8, RGB(0.21, 0.135, 0.095)), (1, RGB(0.085, 0.075, 0.08)),
    ])
}
