/// A mask over mouth and nose.
public struct FaceMask: Sendable, Hashable {
    /// How it is made.
    public enum Kind: Sendable, CaseIterable {
        /// Pleated and flat.
        case surgical
        /// Of cloth, with a seam down the middle.
        case cloth
        /// Of two stiff panels that meet in a fold before the mouth.
        case folded
    }

    /// Where it sits.
    public enum Position: Sendable, CaseIterable {
        /// Over mouth and nose.
        case worn
        /// Over the mouth; the nose is bare.
        case belowNose
        /// Pulled down under the chin.
        case belowChin
    }

    public var kind: Kind
    public var position: Position
    /// sRGB in [0, 1].
    public var color: SIMD3<Float>

    public init(_ kind: Kind, _ position: Position, color: SIMD3<Float>) {
        (self.kind, self.position, self.color) = (kind, position, color)
    }
}
