import TensorEngine

/// Whether a network is being trained or used.
public enum Mode: Sendable {
    /// Statistics come from the batch, and dropout drops.
    case training
    /// Statistics are those that training left behind.
    case inference
}

/// A part of a network: takes a tensor and gives one.
public protocol Layer {
    /// What the layer makes of `input`.
    ///
    /// Traps where the shape does not fit, with the path of the layer's parameters.
    func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor
}
