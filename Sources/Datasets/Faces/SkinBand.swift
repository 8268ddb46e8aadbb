/// What a drawn face has in place of a race: a band of skin tones.
///
/// Nobody is shown, and nothing that is drawn is any people's. Where a layout asks for a race, the bands stand in for its five
/// names so that its files are whole and its classifier has something to learn; they say nothing about people.
public enum SkinBand: Int, Sendable, CaseIterable {
    // In the order of UTKFace's numbers.
    case white, black, asian, indian, others

    /// The layout's name of the band.
    public var name: String { UTKFaceName.races[rawValue] }

    /// - Parameter tone: from pale (0) to dark (1), as ``FaceParameters/Skin/tone``.
    public init(tone: Float) {
        switch tone {
        case ..<0.16: self = .white
        case ..<0.3: self = .asian
        case ..<0.44: self = .others
        case ..<0.6: self = .indian
        default: self = .black
        }
    }
}
