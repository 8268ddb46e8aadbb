import TensorEngine

/// A convolution without bias and the batch normalization of its output, with a ReLU behind them or not: what residual
/// networks are made of.
///
/// In training one runs after the other. A trained network's normalization scales and shifts each channel by numbers that do not
/// depend on the image, so that they become a scale of the convolution's weights and a bias: one pass over memory does
/// all three.
public final class NormalizedConvolution: Layer {
    private let convolution: Convolution
    private let normalization: BatchNormalization
    private let hasReLU: Bool
    private var fixed: FixedNormalization?

    /// What a trained normalization does, and of which of its values that was made.
    private struct FixedNormalization {
        let scale: Tensor
        let shift: Tensor
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
        guard let fixed = fixedNormalization(mode) else {
            return normalization(convolution(input, mode: mode), mode: mode)
        }
        return convolution(input, scale: fixed.scale, bias: fixed.shift, leakySlope: hasReLU ? 0 : nil)
    }

    /// max(y + shortcut, 0) of the layer's result y: how a residual block ends.
    ///
    /// - Precondition: the layer itself has no ReLU.
    public func callAsFunction(_ input: Tensor, addingWithReLU shortcut: Tensor, mode: Mode) -> Tensor {
        precondition(!hasReLU, "the ReLU comes after the addition")
        guard let fixed = fixedNormalization(mode) else {
            return normalization(convolution(input, mode: mode), mode: mode).addingWithReLU(shortcut)
        }
        return convolution(input, scale: fixed.scale, bias: fixed.shift, adding: shortcut, leakySlope: 0)
    }

    /// What the normalization of a trained network does; nil where it has to run after the convolution: in training, and where
    /// gradients are wanted, because what is made of its values has no history.
    private func fixedNormalization(_ mode: Mode) -> FixedNormalization? {
        guard mode == .inference, !GradientRecording.isRecording else { return nil }
        let parameters = [
            normalization.scale, normalization.shift, normalization.runningMean,
            normalization.runningVariance,
        ]
        let versions = parameters.map(\.version)
        if let fixed, fixed.versions == versions { return fixed }
        let (scale, shift) = normalization.factorAndShift
        let made = FixedNormalization(scale: scale, shift: shift, versions: versions)
        fixed = made
        return made
    }
}
