import TensorEngine

/// Losses of one class among several, from logits.
extension Loss {
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

    /// The cross-entropy with a weight for each class: PyTorch's `cross_entropy` of class indices.
    ///
    /// - Parameters:
    ///   - logits: `[N, K]`.
    ///   - classes: the N classes, in 0..<K.
    ///   - classWeights: K weights; the result is the weighted mean over the batch.
    ///   - labelSmoothing: ε in [0, 1): 1 − ε of a target is on its class, ε spread over all (Szegedy et al. 2016, section 7).
    public static func crossEntropy(
        _ logits: Tensor, classes: [Int], classWeights: [Double], labelSmoothing: Double = 0
    ) -> Tensor {
        let count = logits.shape[1]
        require(
            logits.shape.rank == 2 && classes.count == logits.shape[0] && classWeights.count == count,
            "crossEntropy: \(classes.count) classes and \(classWeights.count) weights do not go with logits of shape \(logits.shape)"
        )
        let total = classes.reduce(0) { $0 + classWeights[$1] }
        let targets = classes.flatMap { target in
            (0..<count).map { index in
                let share = labelSmoothing / Double(count) + (index == target ? 1 - labelSmoothing : 0)
                return Float(share * classWeights[index] / total)
            }
        }
        return -(logits.logSoftmax(axis: 1) * Tensor(targets, shape: logits.shape, on: logits.device)).sum()
    }

    /// The focal loss of Lin et al. (2017), −w (1 − p)^γ log p of the class's softmax probability p, the mean over the batch: what is
    /// learned already counts less.
    ///
    /// - Parameters:
    ///   - logits: `[N, K]`.
    ///   - classes: the N classes, in 0..<K.
    ///   - gamma: γ, at least 0; with 0 it is a cross-entropy.
    ///   - classWeights: w, a number for each class.
    public static func focal(_ logits: Tensor, classes: [Int], gamma: Double, classWeights: [Double])
        -> Tensor
    {
        let count = logits.shape[1]
        require(
            logits.shape.rank == 2 && classes.count == logits.shape[0] && classWeights.count == count,
            "focal: \(classes.count) classes and \(classWeights.count) weights do not go with logits of shape \(logits.shape)"
        )
        let weights = classes.flatMap { target in
            (0..<count).map { Float($0 == target ? classWeights[target] / Double(classes.count) : 0) }
        }
        let logProbabilities = logits.logSoftmax(axis: 1)
        let missing = 1 - logProbabilities.exponential()
        let terms = logProbabilities * power(missing, gamma)
        return -(terms * Tensor(weights, shape: logits.shape, on: logits.device)).sum()
    }

    /// LDAM of Cao et al. (2019), equation 13: the cross-entropy of `scale` times the logits, of which the class's own is lowered by
    /// the class's margin first, so that rare classes keep farther from the border.
    ///
    /// - Parameters:
    ///   - logits: `[N, K]`.
    ///   - classes: the N classes, in 0..<K.
    ///   - margins: K numbers, at least 0.
    ///   - scale: above 0; the higher it is, the sooner probabilities are all but certain.
    ///   - classWeights: K weights; the result is the weighted mean over the batch.
    public static func ldam(
        _ logits: Tensor, classes: [Int], margins: [Double], scale: Double, classWeights: [Double]
    ) -> Tensor {
        require(
            margins.count == logits.shape[1],
            "ldam: \(margins.count) margins do not go with logits of shape \(logits.shape)")
        let lowered = classes.flatMap { target in
            margins.indices.map { Float($0 == target ? margins[target] : 0) }
        }
        let shifted = logits - Tensor(lowered, shape: logits.shape, on: logits.device)
        return crossEntropy(shifted * scale, classes: classes, classWeights: classWeights)
    }

    /// `base` to the power of `exponent`, for a base in 0...1; its derivative at 0 is 0.
    static func power(_ base: Tensor, _ exponent: Double) -> Tensor {
        switch exponent {
        case 0: return base.affine(scale: 0, shift: 1)
        case 1: return base
        case 2: return base.squared()
        default: return (base.clamped(low: 1e-12, high: 1).logarithm() * exponent).exponential()
        }
    }
}
