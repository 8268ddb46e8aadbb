internal import CDNNL
import Glibc

extension AlgorithmChoices {
    /// Goes up when an algorithm becomes faster: what was chosen before may no longer be the fastest.
    private static let revision = 3

    /// What the choices depend on beside the tasks: the processor, the version of oneDNN, and the algorithms there are.
    public static let basis: String = {
        let version = dnnl_version()!.pointee
        let algorithms = ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
        return
            "\(processorName), instructions \(dnnl_get_effective_cpu_isa().rawValue); oneDNN \(version.major).\(version.minor).\(version.patch); \(algorithms); \(revision)"
    }()

    /// The processor's name as Linux gives it.
    private static var processorName: String {
        guard let file = fopen("/proc/cpuinfo", "r") else { return "unknown processor" }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 512)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
            return text[text.index(after: colon)...].split(whereSeparator: \.isWhitespace).joined(
                separator: " ")
        }
        return "unknown processor"
    }
}

extension CPUBackend {
    /// Whether oneDNN finds bf16 instructions (AVX-512 BF16, or AMX).
    static let multipliesBFloat16 =
        dnnl_get_effective_cpu_isa().rawValue >= dnnl_cpu_isa_avx512_core_bf16.rawValue
}
