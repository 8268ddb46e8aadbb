import TensorEngine

/// Loss functions: scalars, smaller is better.
public enum Loss {
    /// Whether a loss over a batch is the sum of its terms or their mean.
    public enum Reduction: Sendable {
        /// The terms added up.
        case sum
        /// Their sum divided by how many there are.
        case mean
    }

    /// The cross-entropy of softmax probabilities, the mean over the batch.
    ///
    /// - Parameters:
    ///   - logits: `[N, K]`.
    ///   - targets: `[N, K]` probabilities of the classes, one-hot for plain labels.
    public static func crossEntropy(_ logits: Tensor, targets: Tensor) -> Tensor {
        require(
            logits.shape == targets.shape, "crossEntropy: shapes \(logits.shape) and \(targets.shape) differ")
        return -(logits.logSoftmax(axis: 1) * targets).sum() / Double(logits.shape[0])
    }

    /// The cross-entropy of independent bits, from logits: softplus(x) − x · t, without overflow.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: of the same shape, in [0, 1].
    ///   - reduction: over all elements.
    public static func binaryCrossEntropy(_ logits: Tensor, targets: Tensor, reduction: Reduction = .mean)
        -> Tensor
    {
        require(
            logits.shape == targets.shape,
            "binaryCrossEntropy: shapes \(logits.shape) and \(targets.shape) differ")
        let terms = logits.softplus() - logits * targets
        return reduction == .sum ? terms.sum() : terms.mean()
    }

    /// The mean absolute difference.
    public static func l1(_ first: Tensor, _ second: Tensor) -> Tensor {
        require(first.shape == second.shape, "l1: shapes \(first.shape) and \(second.shape) differ")
        return (first - second).absolute().mean()
    }
}
