/// How the hair on a head is cut and worn.
public enum HairStyle: String, Sendable, CaseIterable {
    case bald, buzzed, short, sidePart, sweptBack, curlyShort, afro, bob, longStraight, longWavy, ponytail,
        bun

    /// Whether hair falls below the ears.
    public var isLong: Bool {
        switch self {
        case .bob, .longStraight, .longWavy: true
        default: false
        }
    }

    /// Whether its strands run back from the forehead rather than down from a parting.
    var isCombedBack: Bool {
        switch self {
        case .buzzed, .short, .sweptBack, .ponytail, .bun: true
        default: false
        }
    }

    /// Whether its strands curl up into locks.
    var isCurly: Bool { self == .curlyShort || self == .afro }
}
