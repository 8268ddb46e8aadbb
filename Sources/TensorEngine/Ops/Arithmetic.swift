extension Tensor {
    /// Applies an elementwise operation and records how to differentiate it.
    private func applying(
        _ operation: UnaryOperation, _ name: String, saving: [Tensor], rule: @escaping GradientRule
    ) -> Tensor {
        Tensor(backend.unary(operation, buffer), node: .recording(name, [self], saving: saving, rule: rule))
    }

    /// Expands both operands to a common shape and combines them.
    private static func combining(
        _ operation: BinaryOperation, _ name: String, _ first: Tensor, _ second: Tensor, saving: Bool,
        rule: @escaping GradientRule
    ) -> Tensor {
        first.requireSameDevice(as: [second], name)
        let shape = first.shape.broadcast(with: second.shape, operation: name)
        let a = first.expanded(to: shape)
        let b = second.expanded(to: shape)
        return Tensor(
            a.backend.binary(operation, a.buffer, b.buffer),
            node: .recording(name, [a, b], saving: saving ? [a, b] : [], rule: rule))
    }

    // MARK: Two operands, expanded to a common shape where extents of 1 allow it

    /// The sum, element by element.
    public static func + (first: Tensor, second: Tensor) -> Tensor {
        combining(.add, "add", first, second, saving: false, rule: ArithmeticRules.add)
    }

    /// The difference, element by element.
    public static func - (first: Tensor, second: Tensor) -> Tensor {
        combining(.subtract, "subtract", first, second, saving: false, rule: ArithmeticRules.subtract)
    }

    /// The product, element by element.
    public static func * (first: Tensor, second: Tensor) -> Tensor {
        combining(.multiply, "multiply", first, second, saving: true, rule: ArithmeticRules.multiply)
    }

    /// The quotient, element by element.
    public static func / (first: Tensor, second: Tensor) -> Tensor {
        combining(.divide, "divide", first, second, saving: true, rule: ArithmeticRules.divide)
    }

    // MARK: With a number

    /// `scale · x + shift` in one pass.
    public func affine(scale: Double, shift: Double) -> Tensor {
        applying(
            .affine(scale: scale, shift: shift), "affine", saving: [],
            rule: ArithmeticRules.affine(scale: scale))
    }

    /// Adds a number to every element.
    public static func + (first: Tensor, second: Double) -> Tensor { first.affine(scale: 1, shift: second) }
    /// Subtracts a number from every element.
    public static func - (first: Tensor, second: Double) -> Tensor { first.affine(scale: 1, shift: -second) }
    /// Multiplies every element by a number.
    public static func * (first: Tensor, second: Double) -> Tensor { first.affine(scale: second, shift: 0) }
    /// Divides every element by a number.
    public static func / (first: Tensor, second: Double) -> Tensor {
        first.affine(scale: 1 / second, shift: 0)
    }
    /// Adds a number to every element.
    public static func + (first: Double, second: Tensor) -> Tensor { second.affine(scale: 1, shift: first) }
    /// Subtracts every element from a number.
    public static func - (first: Double, second: Tensor) -> Tensor { second.affine(scale: -1, shift: first) }
    /// Multiplies every element by a number.
    public static func * (first: Double, second: Tensor) -> Tensor { second.affine(scale: first, shift: 0) }
    /// The elements with their signs changed.
    public static prefix func - (operand: Tensor) -> Tensor { operand.affine(scale: -1, shift: 0) }

    // MARK: One operand

    /// |x|; its derivative at 0 is 0.
    public func absolute() -> Tensor {
        applying(.absolute, "absolute", saving: [self], rule: ArithmeticRules.absolute)
    }

    /// −1, 0 or 1; its derivative is 0.
    public func sign() -> Tensor {
        Tensor(backend.unary(.sign, buffer))
    }

    /// x².
    public func squared() -> Tensor {
        applying(.square, "squared", saving: [self], rule: ArithmeticRules.square)
    }

    /// √x; the derivative at 0 is infinite, so guard it with a small addend where 0 can occur.
    public func squareRoot() -> Tensor {
        let root = Tensor(backend.unary(.squareRoot, buffer))
        return Tensor(
            root.buffer,
            node: .recording("squareRoot", [self], saving: [self], rule: ArithmeticRules.squareRoot))
    }

    /// 1 / x.
    public func reciprocal() -> Tensor {
        applying(.reciprocal, "reciprocal", saving: [self], rule: ArithmeticRules.reciprocal)
    }

    /// eˣ.
    public func exponential() -> Tensor {
        applying(.exponential, "exponential", saving: [self], rule: ArithmeticRules.exponential)
    }

    /// The natural logarithm.
    public func logarithm() -> Tensor {
        applying(.logarithm, "logarithm", saving: [self], rule: ArithmeticRules.logarithm)
    }

    /// min(max(x, low), high); the derivative is 1 strictly inside and 0 outside.
    public func clamped(low: Double, high: Double) -> Tensor {
        applying(
            .clamp(low: low, high: high), "clamped", saving: [self],
            rule: ArithmeticRules.clamp(low: low, high: high))
    }
}
