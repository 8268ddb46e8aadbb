extension Tensor {
    /// max(x, 0) + slope · min(x, 0); `slope` 0 is the ordinary ReLU.
    ///
    /// The derivative at 0 is `slope`, as in PyTorch.
    ///
    /// - Precondition: `slope >= 0`.
    public func leakyReLU(slope: Double) -> Tensor {
        require(slope >= 0, "leakyReLU: the slope is \(slope), and must not be negative")
        let output = Tensor(backend.unary(.leakyReLU(slope: slope), buffer))
        // The output has the input's sign, so it serves for the gradient, and the input can go.
        return Tensor(
            output.buffer,
            node: .recording(
                "leakyReLU", [self], saving: [output], rule: ActivationRules.leakyReLU(slope: slope)))
    }

    /// max(x, 0).
    public func relu() -> Tensor { leakyReLU(slope: 0) }

    /// max(x + other, 0) in one pass over memory: how a residual block ends.
    public func addingWithReLU(_ other: Tensor) -> Tensor {
        require(
            shape == other.shape, "addingWithReLU: shapes \(shape) and \(other.shape) differ")
        requireSameDevice(as: [other], "addingWithReLU")
        let output = Tensor(backend.binary(.addReLU, buffer, other.buffer))
        return Tensor(
            output.buffer,
            node: .recording(
                "addingWithReLU", [self, other], saving: [output], rule: ActivationRules.addReLU))
    }

    /// This gradient where `point` is above 0, `slope` times it elsewhere.
    func leakyReLUGradient(at point: Tensor, slope: Double) -> Tensor {
        Tensor(
            backend.binary(.leakyReLUGradient(slope: slope), buffer, point.buffer),
            node: .recording(
                "leakyReLUGradient", [self], saving: [point.detached],
                rule: ActivationRules.leakyReLU(slope: slope)))
    }

    /// The hyperbolic tangent, (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).
    public func tanh() -> Tensor {
        Tensor(
            backend.unary(.tanh, buffer),
            node: .recording("tanh", [self], saving: [self], rule: ActivationRules.tanh))
    }

    /// 1 / (1 + e⁻ˣ).
    public func sigmoid() -> Tensor {
        Tensor(
            backend.unary(.sigmoid, buffer),
            node: .recording("sigmoid", [self], saving: [self], rule: ActivationRules.sigmoid))
    }

    /// x / (1 + e⁻ˣ) (Elfwing et al., 2018), also called swish.
    public func silu() -> Tensor { self * sigmoid() }

    /// log(1 + eˣ) without overflow.
    public func softplus() -> Tensor {
        Tensor(
            backend.unary(.softplus, buffer),
            node: .recording("softplus", [self], saving: [self], rule: ActivationRules.softplus))
    }

    /// log(eˣ / Σ eˣ) along an axis.
    ///
    /// - Precondition: there are elements.
    public func logSoftmax(axis: Int) -> Tensor {
        requireAxis(axis, "logSoftmax")
        requireElements("logSoftmax")
        // The shift cancels, so its derivative may be left out.
        let shifted = self - Tensor(backend.maximum(buffer, axis: axis))
        return shifted - shifted.exponential().sum(axes: [axis]).logarithm()
    }
}
