/// Memory that a backend owns; only that backend reads and writes it.
///
/// A storage is filled by the operation that makes it and read-only from then on. The one exception is an update in place
/// by an owner that holds the only reference.
public class Storage: @unchecked Sendable {
    // Sendable because it is read-only once another thread can see it: an update in place needs the only reference.

    /// How many bytes the memory holds.
    let byteCount: Int

    init(byteCount: Int) {
        self.byteCount = byteCount
    }
}

/// Where a tensor's memory lies and its arithmetic is done.
public enum Device: Hashable, Sendable {
    /// The processor, in single precision, through oneDNN.
    case cpu
    /// Plain loops in double precision: slow, and what the tests take for the truth.
    case reference

    var backend: any Backend {
        switch self {
        case .cpu: CPUBackend.shared
        case .reference: ReferenceBackend.shared
        }
    }

    /// Whether the device has instructions for bf16; without them a network in bf16 is slow, or not computed at all.
    public var multipliesBFloat16: Bool {
        switch self {
        case .cpu: CPUBackend.multipliesBFloat16
        case .reference: false
        }
    }

    /// The type that elements have on this device, unless they are converted.
    public var dtype: DType {
        switch self {
        case .cpu: .float32
        case .reference: .float64
        }
    }
}
