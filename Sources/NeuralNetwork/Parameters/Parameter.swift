import TensorEngine

/// A tensor that belongs to a model: a weight that is learned, or a statistic that is kept.
public final class Parameter {
    /// The path in the model, as PyTorch's models spell it: `layer1.0.conv1.weight`.
    public let name: String
    /// Whether an optimizer changes it; false for running statistics.
    public let isLearned: Bool
    /// The present value, a variable where it is learned. It keeps the layout that the layer prefers.
    public var value: Tensor {
        didSet { version += 1 }
    }
    /// Changes whenever the value does.
    private(set) var version = 0

    init(name: String, value: Tensor, isLearned: Bool) {
        self.name = name
        self.isLearned = isLearned
        self.value = isLearned ? value.asVariable() : value
    }

    /// The extents of the value's axes.
    public var shape: Shape { value.shape }

    /// Takes new elements in row-major order.
    ///
    /// - Precondition: there are as many as the parameter has.
    public func assign(_ elements: [Float]) {
        let tensor = Tensor(elements, shape: shape, on: value.device)
        value = isLearned ? tensor.asVariable() : tensor
    }
}

/// A whole number that belongs to a model, such as how many batches a normalization has seen.
public final class Counter {
    /// The path in the model, as PyTorch's models spell it.
    public let name: String
    /// The present number.
    public var value = 0

    init(name: String) {
        self.name = name
    }
}
