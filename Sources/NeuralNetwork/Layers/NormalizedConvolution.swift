import TensorEngine

/// A convolution without bias and the batch normalization of its output, with a ReLU behind them or not: what residual
/// networks are made of.
///
/// In training one runs after the other. A trained network's normalization scales and shifts each channel by numbers that do not
/// depend on the image, so that they are folded into the convolution's weights and a bias: one pass over memory does
/// all three.
public final class NormalizedConvolution: Layer {
    private let convolution: Convolution
    private let normalization: BatchNormalization
    private let hasReLU: Bool
    private var folded: Folded?

    /// What convolution and normalization come to together, and of which of their values.
    private struct Folded {
        let weight: Tensor
        let bias: Tensor
        let versions: [Int]
    }

    /// - Parameters:
    ///   - input: the number of channels that come in.
    ///   - output: the number of channels that go out.
    ///   - kernel: the window's side.
    ///   - stride: how far the window moves at once.
    ///   - padding: rows and columns of zeros around each image.
    ///   - hasReLU: applies max(·, 0) behind the normalization.
    ///   - initializer: of the convolution's weights.
    ///   - scope: where the convolution's `weight` is.
    ///   - normalizationScope: where the normalization's parameters are.
    public convenience init(
        _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, padding: Int = 0, hasReLU: Bool,
        initializer: Initializer, at scope: Scope, normalizedAt normalizationScope: Scope
    ) {
        self.init(
            input, output, window: Convolution.Window(side: kernel, stride: stride, padding: padding),
            hasReLU: hasReLU, initializer: initializer, at: scope, normalizedAt: normalizationScope)
    }

    /// - Parameters:
    ///   - input: the number of channels that come in.
    ///   - output: the number of channels that go out.
    ///   - window: its size and how it moves.
    ///   - epsilon: is added to the variance.
    ///   - hasReLU: applies max(·, 0) behind the normalization.
    ///   - initializer: of the convolution's weights.
    ///   - scope: where the convolution's `weight` is.
    ///   - normalizationScope: where the normalization's parameters are.
    public init(
        _ input: Int, _ output: Int, window: Convolution.Window, epsilon: Double = 1e-5, hasReLU: Bool,
        initializer: Initializer, at scope: Scope, normalizedAt normalizationScope: Scope
    ) {
        convolution = Convolution(
            input, output, window: window, bias: false, initializer: initializer, at: scope)
        normalization = BatchNormalization(
            output, epsilon: epsilon, fusingReLU: hasReLU, at: normalizationScope)
        self.hasReLU = hasReLU
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        guard let (weight, bias) = foldedWeightAndBias(for: input, mode: mode) else {
            return normalization(convolution(input, mode: mode), mode: mode)
        }
        return convolution(input, weight: weight, bias: bias, leakySlope: hasReLU ? 0 : nil)
    }

    /// max(y + shortcut, 0) of the layer's result y: how a residual block ends.
    ///
    /// - Precondition: the layer itself has no ReLU.
    public func callAsFunction(_ input: Tensor, addingWithReLU shortcut: Tensor, mode: Mode) -> Tensor {
        precondition(!hasReLU, "the ReLU comes after the addition")
        guard let (weight, bias) = foldedWeightAndBias(for: input, mode: mode) else {
            return normalization(convolution(input, mode: mode), mode: mode).addingWithReLU(shortcut)
        }
        return convolution(input, weight: weight, bias: bias, adding: shortcut, leakySlope: 0)
    }

    /// What convolution and normalization of a trained network come to; nil where they have to run one after the other: in
    /// training, and where gradients are wanted, because folded weights have no history.
    private func foldedWeightAndBias(for input: Tensor, mode: Mode) -> (weight: Tensor, bias: Tensor)? {
        guard mode == .inference, !GradientRecording.isRecording else {
            folded = nil
            return nil
        }
        convolution.arrangeWeight(for: input)
        let parameters = [
            convolution.weight, normalization.scale, normalization.shift, normalization.runningMean,
            normalization.runningVariance,
        ]
        let versions = parameters.map(\.version)
        if let folded, folded.versions == versions { return (folded.weight, folded.bias) }
        let (factor, shift) = normalization.factorAndShift
        let weight = convolution.weight.value * factor.reshaped(to: [factor.shape[0], 1, 1, 1])
        folded = Folded(weight: weight, bias: shift, versions: versions)
        return (weight, shift)
    }
}
