import Workspace

/// How often each kind of face is drawn, and how clearly it shows what it is.
///
/// All probabilities lie in [0, 1]. The defaults are lopsided as CelebA is: blond men are about one face in a hundred.
public struct FaceDistribution: Sendable, Equatable, Codable {
    /// P(Male).
    public var male: Double = 0.45
    /// P(Young) among women.
    public var youngWomen: Double = 0.78
    /// P(Young) among men.
    public var youngMen: Double = 0.64
    /// The hair colours of each of the four groups.
    public var hair = HairByGroup()
    /// How often each expression is drawn; relative weights, in the order of `ExpressionName`.
    public var expressions: [Double] = [0.40, 0.44, 0.02, 0.05, 0.01, 0.01, 0.02, 0.05]
    /// P(Eyeglasses), sunglasses included.
    public var eyeglasses: Double = 0.09
    /// P(Wearing_Hat).
    public var hat: Double = 0.04
    /// How often the visible cues mislead, from hardly ever (0) to very often (1).
    public var cueOverlap: Double = 0.35
    /// The probability that a recorded bit is wrong: an attribute flips, a hair colour, an expression, an age or a
    /// band of skin tones becomes another.
    public var labelNoise: Double = 0

    public init() {}

    /// The shares of the hair colours: relative weights.
    public struct HairShares: Sendable, Equatable, Codable {
        public var black, blond, brown, gray: Double

        public init(black: Double, blond: Double, brown: Double, gray: Double) {
            (self.black, self.blond, self.brown, self.gray) = (black, blond, brown, gray)
        }

        /// The weights in the order of `HairColorName`.
        var weights: [Double] { [black, blond, brown, gray] }
    }

    /// The shares of the hair colours given Male and Young.
    public struct HairByGroup: Sendable, Equatable, Codable {
        public var youngWomen = HairShares(black: 0.32, blond: 0.30, brown: 0.37, gray: 0.01)
        public var oldWomen = HairShares(black: 0.20, blond: 0.28, brown: 0.30, gray: 0.22)
        public var youngMen = HairShares(black: 0.53, blond: 0.02, brown: 0.44, gray: 0.01)
        public var oldMen = HairShares(black: 0.27, blond: 0.02, brown: 0.31, gray: 0.40)

        public init() {}

        /// The shares of one group.
        public func shares(male: Bool, young: Bool) -> HairShares {
            switch (male, young) {
            case (false, true): youngWomen
            case (false, false): oldWomen
            case (true, true): youngMen
            case (true, false): oldMen
            }
        }
    }

    /// The same distribution with every combination of gender, age and hair colour equally frequent, and every expression.
    public var balanced: FaceDistribution {
        var copy = self
        (copy.male, copy.youngWomen, copy.youngMen) = (0.5, 0.5, 0.5)
        let even = HairShares(black: 1, blond: 1, brown: 1, gray: 1)
        (copy.hair.youngWomen, copy.hair.oldWomen, copy.hair.youngMen, copy.hair.oldMen) = (
            even, even, even, even
        )
        copy.expressions = ExpressionName.allCases.map { _ in 1 }
        return copy
    }

    /// Checks that every number is possible.
    ///
    /// - Throws: `WinnowError` of kind `.usage` that names the first impossible one.
    public func validate() throws {
        let shares: [(String, Double)] = [
            ("male", male), ("youngWomen", youngWomen), ("youngMen", youngMen), ("eyeglasses", eyeglasses),
            ("hat", hat),
            ("cueOverlap", cueOverlap), ("labelNoise", labelNoise),
        ]
        for (name, value) in shares where !(0...1).contains(value) {
            throw WinnowError(
                .usage, "faces: \(name): \(value) is not allowed; it takes a number from 0 to 1")
        }
        let weights = [
            ("hair.youngWomen", hair.youngWomen.weights), ("hair.oldWomen", hair.oldWomen.weights),
            ("hair.youngMen", hair.youngMen.weights), ("hair.oldMen", hair.oldMen.weights),
            ("expressions", expressions),
        ]
        for (name, values) in weights {
            guard values.allSatisfy({ $0 >= 0 && $0.isFinite }), values.contains(where: { $0 > 0 }) else {
                throw WinnowError(
                    .usage,
                    "faces: \(name): \(values) is not allowed; it takes weights of 0 or more, at least one above 0"
                )
            }
        }
        guard expressions.count == ExpressionName.allCases.count else {
            throw WinnowError(
                .usage,
                "faces: expressions: \(expressions.count) weights given; it takes \(ExpressionName.allCases.count), one for each of "
                    + ExpressionName.allCases.map(\.rawValue).joined(separator: ", "))
        }
    }
}
