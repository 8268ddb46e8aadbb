import TensorEngine

/// What a network's activations are kept and multiplied in.
///
/// Parameters, statistics, losses and the optimizer's state are in single precision always.
public enum Precision: String, Sendable, Codable, CaseIterable {
    /// Single precision.
    case float32 = "f32"
    /// bfloat16: half the memory, and about twice as many multiplications a second where the processor has them.
    case bfloat16 = "bf16"

    /// The type of activations.
    public var dtype: DType {
        switch self {
        case .float32: .float32
        case .bfloat16: .bfloat16
        }
    }

    /// Whether this processor multiplies in this precision.
    public var isSupported: Bool { self == .float32 || Device.cpu.multipliesBFloat16 }

    /// This precision where the processor has it, else single: for using a network that was trained elsewhere.
    public var ifSupported: Precision { isSupported ? self : .float32 }
}
