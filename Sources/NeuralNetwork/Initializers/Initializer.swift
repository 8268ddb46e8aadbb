import TensorEngine

/// How the first values of a parameter are drawn.
///
/// The fan-in of a weight `[O, C, kH, kW]` is C · kH · kW, its fan-out O · kH · kW.
public enum Initializer: Sendable {
    /// The same number everywhere.
    case constant(Double)
    /// Uniform within ±1/√fan-in: what PyTorch's linear and convolution layers start from.
    case pytorchDefault
    /// Uniform within ±1/√`fanIn`: PyTorch's default for a bias, whose own shape does not tell the fan-in.
    case pytorchBias(fanIn: Int)
    /// Normal with deviation √(2 / fan-out), for layers before a ReLU (He et al., 2015, equation 10, backward case).
    case kaimingNormal
    /// Normal with deviation √(2 / fan-in), the forward case of the same.
    case kaimingNormalForward
    /// Uniform within ±√(6 / fan-in), the forward case of the same.
    case kaimingUniform
    /// Uniform within ±√(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010, equation 16).
    case xavierUniform
    /// Normal with deviation √(2 / (fan-in + fan-out)).
    case xavierNormal
    /// Uniform within ±`bound`.
    case uniform(bound: Double)
    /// Normal with a given deviation.
    case normal(deviation: Double)

    /// The values in row-major order, from the stream named after the parameter; without a seed, zeros for what is drawn.
    func elements(shape: Shape, seed: UInt64?, name: String) -> [Float] {
        if case .constant(let value) = self { return [Float](repeating: Float(value), count: shape.count) }
        guard let seed else { return [Float](repeating: 0, count: shape.count) }
        var stream = RandomStream(seed: seed, name: "initializer/" + name)
        let receptive = shape.extents.dropFirst(2).reduce(1, *)
        let fanIn = Double((shape.rank > 1 ? shape[1] : 1) * receptive)
        let fanOut = Double((shape.rank > 0 ? shape[0] : 1) * receptive)
        func uniform(_ bound: Double) -> [Float] {
            stream.uniforms(shape.count, -bound, bound)
        }
        func normal(_ deviation: Double) -> [Float] {
            stream.normals(shape.count, deviation: deviation)
        }
        switch self {
        case .constant(let value): return [Float](repeating: Float(value), count: shape.count)
        case .pytorchDefault: return uniform(1 / fanIn.squareRoot())
        case .pytorchBias(let fanIn): return uniform(1 / Double(fanIn).squareRoot())
        case .kaimingNormal: return normal((2 / fanOut).squareRoot())
        case .kaimingNormalForward: return normal((2 / fanIn).squareRoot())
        case .kaimingUniform: return uniform((6 / fanIn).squareRoot())
        case .xavierUniform: return uniform((6 / (fanIn + fanOut)).squareRoot())
        case .xavierNormal: return normal((2 / (fanIn + fanOut)).squareRoot())
        case .uniform(let bound): return uniform(bound)
        case .normal(let deviation): return normal(deviation)
        }
    }
}
