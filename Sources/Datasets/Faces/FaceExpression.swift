/// The eight expressions of AffectNet, in its order.
public enum ExpressionName: String, Sendable, CaseIterable, Codable {
    case neutral, happy, sad, surprise, fear, disgust, anger, contempt
}

extension FaceParameters {
    /// What the face does.
    public struct Expression: Sendable, Equatable {
        /// The expression by name: the recorded label.
        public var name: ExpressionName
        /// From corners down (−1) to a broad smile (1).
        public var smile: Float
        /// How far the mouth is open.
        public var open: Float
        /// From lowered (−1) to raised (1) brows.
        public var browRaise: Float
        /// How far the brows are drawn together and down.
        public var frown: Float
        /// How far the inner ends of the brows are raised.
        public var grief: Float
        /// How far the upper lip and the nose's wings are raised.
        public var sneer: Float
        /// How much higher one corner of the mouth stands, in [−1, 1].
        public var asymmetry: Float

        /// The typical face of each name.
        static func typical(_ name: ExpressionName) -> Expression {
            func pose(
                smile: Float = 0.05, open: Float = 0, raise: Float = 0, frown: Float = 0, grief: Float = 0,
                sneer: Float = 0, asymmetry: Float = 0
            ) -> Expression {
                Expression(
                    name: name, smile: smile, open: open, browRaise: raise, frown: frown, grief: grief,
                    sneer: sneer,
                    asymmetry: asymmetry)
            }
            return switch name {
            case .neutral: pose()
            case .happy: pose(smile: 0.85, open: 0.4, raise: 0.1)
            case .sad: pose(smile: -0.75, raise: -0.1, grief: 0.95)
            case .surprise: pose(smile: 0.05, open: 0.9, raise: 1)
            case .fear: pose(smile: -0.45, open: 0.5, raise: 0.6, frown: 0.15, grief: 0.85)
            case .disgust: pose(smile: -0.5, open: 0.14, raise: -0.4, frown: 0.5, sneer: 1)
            case .anger: pose(smile: -0.55, raise: -0.7, frown: 1, sneer: 0.25)
            case .contempt: pose(smile: 0.12, raise: -0.05, asymmetry: 0.85)
            }
        }

        /// How far the expression opens the eyes beyond rest, in [−1, 1].
        var widening: Float {
            switch name {
            case .surprise: 0.45
            case .fear: 0.4
            case .happy: -0.22
            case .disgust: -0.4
            case .anger: -0.12
            case .sad: -0.25
            case .contempt: -0.18
            case .neutral: 0
            }
        }
    }
}
