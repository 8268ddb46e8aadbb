/// The type of a tensor's elements.
public enum DType: String, Hashable, Sendable, Codable {
    /// IEEE 754 single precision: what networks are trained in.
    case float32
    /// The upper half of single precision, eight bits of exponent and seven of fraction: what activations can be kept in,
    /// where the processor multiplies it faster (see <doc:RulesLayoutsPrecisions>).
    case bfloat16
    /// IEEE 754 double precision: what the reference backend computes in.
    case float64

    /// Bytes an element takes.
    public var byteCount: Int {
        switch self {
        case .bfloat16: 2
        case .float32: 4
        case .float64: 8
        }
    }
}
