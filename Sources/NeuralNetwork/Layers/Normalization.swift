import TensorEngine

/// Batch normalization of `[N, C, H, W]` (Ioffe and Szegedy, 2015); PyTorch's `BatchNorm2d`.
public final class BatchNormalization: Layer {
    /// `[C]`: what the normalized channels are multiplied by.
    public let scale: Parameter
    /// `[C]`: what is added to them then.
    public let shift: Parameter
    /// `[C]`: a moving average of the batches' means, for inference.
    public let runningMean: Parameter
    /// `[C]`: a moving average of the batches' unbiased variances, for inference.
    public let runningVariance: Parameter
    /// How many batches have gone into the averages.
    public let batchesTracked: Counter
    private let epsilon: Double
    private let momentum: Double
    private let fusingReLU: Bool

    /// - Parameters:
    ///   - channels: C.
    ///   - epsilon: is added to the variance.
    ///   - momentum: how much of the running statistics a batch replaces.
    ///   - fusingReLU: applies max(·, 0) in the same pass.
    ///   - scope: where `weight`, `bias`, `running_mean`, `running_var` and `num_batches_tracked` are.
    public init(
        _ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, fusingReLU: Bool = false,
        at scope: Scope
    ) {
        scale = scope.parameter("weight", shape: [channels], .constant(1))
        shift = scope.parameter("bias", shape: [channels], .constant(0))
        runningMean = scope.statistic("running_mean", shape: [channels], filledWith: 0)
        runningVariance = scope.statistic("running_var", shape: [channels], filledWith: 1)
        batchesTracked = scope.counter("num_batches_tracked")
        self.epsilon = epsilon
        self.momentum = momentum
        self.fusingReLU = fusingReLU
    }

    /// What a trained normalization multiplies each channel by and then adds to it, `[C]` each.
    var factorAndShift: (factor: Tensor, shift: Tensor) {
        let factor = scale.value / (runningVariance.value + epsilon).squareRoot()
        return (factor, shift.value - runningMean.value * factor)
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.shape.rank == 4 && input.shape[1] == scale.shape[0],
            "\(scale.name): an input of shape \(input.shape) does not have \(scale.shape[0]) channels")
        switch mode {
        case .inference:
            return input.normalized(
                scale: scale.value, shift: shift.value, mean: runningMean.value,
                variance: runningVariance.value,
                epsilon: epsilon, fusingReLU: fusingReLU)
        case .training:
            let count = input.shape.count / input.shape[1]
            require(count > 1, "\(scale.name): one value a channel has no variance; use more than one image")
            let result = input.batchNormalized(
                scale: scale.value, shift: shift.value, epsilon: epsilon, fusingReLU: fusingReLU)
            // The running variance is the unbiased one.
            let correction = Double(count) / Double(count - 1)
            runningMean.value = runningMean.value * (1 - momentum) + result.mean * momentum
            runningVariance.value =
                runningVariance.value * (1 - momentum) + result.variance * (momentum * correction)
            batchesTracked.value += 1
            return result.output
        }
    }
}

/// Instance normalization of `[N, C, H, W]` with a learned scale and shift (Ulyanov et al., 2016); always with the image's
/// own statistics.
public final class InstanceNormalization: Layer {
    /// `[C]`: what the normalized channels are multiplied by.
    public let scale: Parameter
    /// `[C]`: what is added to them then.
    public let shift: Parameter
    private let epsilon: Double
    private let fusingReLU: Bool

    /// - Parameters:
    ///   - channels: C.
    ///   - epsilon: is added to the variance.
    ///   - fusingReLU: applies max(·, 0) in the same pass.
    ///   - scope: where the parameters `weight` and `bias` are.
    public init(_ channels: Int, epsilon: Double = 1e-5, fusingReLU: Bool = false, at scope: Scope) {
        scale = scope.parameter("weight", shape: [channels], .constant(1))
        shift = scope.parameter("bias", shape: [channels], .constant(0))
        self.epsilon = epsilon
        self.fusingReLU = fusingReLU
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.shape.rank == 4 && input.shape[1] == scale.shape[0],
            "\(scale.name): an input of shape \(input.shape) does not have \(scale.shape[0]) channels")
        return input.instanceNormalized(
            scale: scale.value, shift: shift.value, epsilon: epsilon, fusingReLU: fusingReLU)
    }
}
