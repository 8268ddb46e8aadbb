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

    /// The mean absolute difference.
    public static func l1(_ first: Tensor, _ second: Tensor) -> Tensor {
        require(first.shape == second.shape, "l1: shapes \(first.shape) and \(second.shape) differ")
        return (first - second).absolute().mean()
    }
}
