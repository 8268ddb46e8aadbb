import TensorEngine

/// Losses of independent bits, from logits.
extension Loss {
    /// The cross-entropy of independent bits: softplus(x) − x · t, without overflow.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: of the same shape, in [0, 1].
    ///   - weights: what each element's term is multiplied by, of the same shape; nil for 1.
    ///   - reduction: over all elements, whatever they weigh.
    public static func binaryCrossEntropy(
        _ logits: Tensor, targets: Tensor, weights: Tensor? = nil, reduction: Reduction = .mean
    ) -> Tensor {
        require(
            logits.shape == targets.shape && weights.map { $0.shape == logits.shape } ?? true,
            "binaryCrossEntropy: shapes \(logits.shape), \(targets.shape) and \(weights?.shape ?? targets.shape) differ"
        )
        let terms = binaryTerms(logits, targets)
        return reduced(weights.map { terms * $0 } ?? terms, reduction)
    }

    /// The focal loss of independent bits (Lin et al. 2017, equation 5), −α (1 − p)^γ log p of the bit's probability p, the mean over
    /// all elements: torchvision's `sigmoid_focal_loss`.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: of the same shape, 0 or 1.
    ///   - gamma: γ, at least 0.
    ///   - alpha: what ones weigh, in 0...1, where zeros weigh 1 − α; nil for no weights.
    ///   - weights: what each element's term is multiplied by besides, of the same shape; nil for 1.
    public static func binaryFocal(
        _ logits: Tensor, targets: Tensor, gamma: Double, alpha: Double? = nil, weights: Tensor? = nil
    ) -> Tensor {
        require(
            logits.shape == targets.shape && weights.map { $0.shape == logits.shape } ?? true,
            "binaryFocal: shapes \(logits.shape), \(targets.shape) and \(weights?.shape ?? targets.shape) differ"
        )
        let sign = targets.affine(scale: -2, shift: 1)
        // σ(x) of a bit that is 0, σ(−x) of one that is 1: how far the answer is off.
        let missing = (logits * sign).sigmoid()
        var terms = binaryTerms(logits, targets) * power(missing, gamma)
        if let alpha { terms = terms * targets.affine(scale: 2 * alpha - 1, shift: 1 - alpha) }
        return (weights.map { terms * $0 } ?? terms).mean()
    }

    /// LDAM (Cao et al. 2019) for independent bits, each two classes of its own: the cross-entropy of `scale` times the logits, which
    /// are moved towards the wrong side by the margin of what the bit is.
    ///
    /// - Parameters:
    ///   - logits: any shape.
    ///   - targets: of the same shape, 0 or 1.
    ///   - margins: of the same shape, at least 0.
    ///   - scale: above 0; the higher it is, the sooner probabilities are all but certain.
    ///   - weights: what each element's term is multiplied by, of the same shape; nil for 1.
    public static func binaryLDAM(
        _ logits: Tensor, targets: Tensor, margins: Tensor, scale: Double, weights: Tensor? = nil
    ) -> Tensor {
        let shifted = logits + margins * targets.affine(scale: -2, shift: 1)
        return binaryCrossEntropy(shifted * scale, targets: targets, weights: weights)
    }

    /// 1 − F1, the mean over labels of 2 Σ p t / (Σ p + Σ t) with probabilities p for answers, over the batch.
    ///
    /// A label that the batch has nowhere, and is given to no image, has F1 = 0 then; a batch should be large enough to hold each.
    ///
    /// - Parameters:
    ///   - probabilities: `[N, K]`.
    ///   - targets: `[N, K]`, 0 or 1.
    public static func softF1(_ probabilities: Tensor, targets: Tensor) -> Tensor {
        require(
            probabilities.shape == targets.shape && targets.shape.rank == 2,
            "softF1: shapes \(probabilities.shape) and \(targets.shape) are not one of [N, K]")
        let hits = (probabilities * targets).sum(axes: [0])
        let claims = probabilities.sum(axes: [0]) + targets.sum(axes: [0]) + 1e-7
        return 1 - (2 * hits / claims).mean()
    }

    private static func binaryTerms(_ logits: Tensor, _ targets: Tensor) -> Tensor {
        logits.softplus() - logits * targets
    }

    private static func reduced(_ terms: Tensor, _ reduction: Reduction) -> Tensor {
        reduction == .sum ? terms.sum() : terms.mean()
    }
}
