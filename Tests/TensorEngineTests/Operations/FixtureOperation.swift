import NeuralNetwork
import TensorEngine
import TestSupport

/// What an operation of the fixtures is in the engine: its output, and running statistics where it keeps any.
struct FixtureOperation: Sendable {
    typealias Arguments = (inputs: [String: Tensor], attributes: OperationCase.Attributes)
    typealias Result = (output: Tensor, states: [String: Tensor])

    /// Whether the engine has the second derivative that PyTorch has.
    let hasSecondDerivative: Bool
    let apply: @Sendable (Arguments) -> Result

    private init(hasSecondDerivative: Bool = true, states apply: @escaping @Sendable (Arguments) -> Result) {
        self.hasSecondDerivative = hasSecondDerivative
        self.apply = apply
    }

    private init(hasSecondDerivative: Bool = true, _ apply: @escaping @Sendable (Arguments) -> Tensor) {
        self.init(hasSecondDerivative: hasSecondDerivative, states: { (apply($0), [:]) })
    }

    private static func unary(_ apply: @escaping @Sendable (Tensor) -> Tensor) -> FixtureOperation {
        FixtureOperation { apply($0.inputs["input"]!) }
    }

    private static func binary(_ apply: @escaping @Sendable (Tensor, Tensor) -> Tensor) -> FixtureOperation {
        FixtureOperation { apply($0.inputs["left"]!, $0.inputs["right"]!) }
    }

    /// Every operation, under PyTorch's name.
    static let named: [String: FixtureOperation] = [
        "add": binary(+), "sub": binary(-), "mul": binary(*), "div": binary(/),
        "relu": unary { $0.relu() },
        "leaky_relu": FixtureOperation { $0.inputs["input"]!.leakyReLU(slope: $0.attributes.slope!) },
        "tanh": unary { $0.tanh() },
        "sigmoid": unary { $0.sigmoid() },
        "silu": unary { $0.silu() },
        "softplus": unary { $0.softplus() },
        "exp": unary { $0.exponential() },
        "log": unary { $0.logarithm() },
        "sqrt": unary { $0.squareRoot() },
        "square": unary { $0.squared() },
        "abs": unary { $0.absolute() },
        "reciprocal": unary { $0.reciprocal() },
        "clamp": FixtureOperation {
            $0.inputs["input"]!.clamped(low: $0.attributes.low!, high: $0.attributes.high!)
        },
        "add_relu": binary { $0.addingWithReLU($1) },
        "log_softmax": FixtureOperation { $0.inputs["input"]!.logSoftmax(axis: $0.attributes.axis!) },
        "sum": FixtureOperation { reduced($0) { $0.sum(axes: $1) } },
        "mean": FixtureOperation { reduced($0) { $0.mean(axes: $1) } },
        "matmul": FixtureOperation {
            $0.inputs["left"]!.matrixProduct(
                $0.inputs["right"]!, transposingFirst: $0.attributes.transposeLeft!,
                transposingSecond: $0.attributes.transposeRight!)
        },
        "linear": FixtureOperation {
            let product = $0.inputs["input"]!.matrixProduct($0.inputs["weight"]!, transposingSecond: true)
            return $0.inputs["bias"].map { product + $0 } ?? product
        },
        "conv2d": FixtureOperation {
            $0.inputs["input"]!.convolution(
                $0.inputs["weight"]!, bias: $0.inputs["bias"], stride: $0.attributes.stride!,
                padding: $0.attributes.padding!, sidePadding: $0.attributes.sidePadding,
                groups: $0.attributes.groups ?? 1, leakySlope: $0.attributes.slope)
        },
        "conv_transpose2d": FixtureOperation {
            let output = $0.inputs["input"]!.transposedConvolution(
                $0.inputs["weight"]!, stride: $0.attributes.stride!, padding: $0.attributes.padding!)
            return $0.inputs["bias"].map { output + $0.reshaped(to: [1, $0.shape[0], 1, 1]) } ?? output
        },
        "concat": FixtureOperation { arguments in
            Tensor.concatenating(
                arguments.inputs.keys.sorted().map { arguments.inputs[$0]! }, axis: arguments.attributes.axis!
            )
        },
        "slice": FixtureOperation {
            $0.inputs["input"]!.sliced(axis: $0.attributes.axis!, $0.attributes.start!..<$0.attributes.end!)
        },
        "pad": FixtureOperation {
            $0.inputs["input"]!.padded(
                axis: $0.attributes.axis!, before: $0.attributes.before!, after: $0.attributes.after!)
        },
        "permute": FixtureOperation { $0.inputs["input"]!.permuted($0.attributes.axes!) },
        "reshape": FixtureOperation { $0.inputs["input"]!.reshaped(to: Shape($0.attributes.shape!)) },
        "expand": FixtureOperation { $0.inputs["input"]!.expanded(to: Shape($0.attributes.shape!)) },
        "max_pool2d": FixtureOperation(hasSecondDerivative: false) {
            $0.inputs["input"]!.maxPooled(
                kernel: $0.attributes.kernel!, stride: $0.attributes.stride!, padding: $0.attributes.padding!)
        },
        "avg_pool2d": FixtureOperation {
            $0.inputs["input"]!.averagePooled(
                kernel: $0.attributes.kernel!, stride: $0.attributes.stride!, padding: $0.attributes.padding!)
        },
        "global_avg_pool2d": unary { $0.globalAveragePooled() },
        "batch_norm": FixtureOperation(hasSecondDerivative: false, states: batchNormalized),
        "instance_norm": FixtureOperation(hasSecondDerivative: false) {
            $0.inputs["input"]!.instanceNormalized(
                scale: $0.inputs["weight"]!, shift: $0.inputs["bias"]!, epsilon: $0.attributes.epsilon!,
                fusingReLU: $0.attributes.relu!)
        },
        "cross_entropy": FixtureOperation { arguments in
            let logits = arguments.inputs["input"]!
            let classes = logits.shape[1]
            let targets = arguments.attributes.labels!.flatMap { label in
                (0..<classes).map { $0 == label ? 1.0 : 0.0 }
            }
            let loss = Loss.crossEntropy(
                logits, targets: Tensor(targets, shape: logits.shape, on: logits.device))
            return arguments.attributes.reduction == "sum" ? loss * Double(logits.shape[0]) : loss
        },
        "bce_with_logits": FixtureOperation {
            Loss.binaryCrossEntropy(
                $0.inputs["input"]!, targets: $0.inputs["target"]!,
                reduction: $0.attributes.reduction == "sum" ? .sum : .mean)
        },
        "l1": FixtureOperation {
            let loss = Loss.l1($0.inputs["input"]!, $0.inputs["target"]!)
            return $0.attributes.reduction == "sum" ? loss * Double($0.inputs["input"]!.count) : loss
        },
    ]

    private static func reduced(_ arguments: Arguments, _ reduce: (Tensor, [Int]) -> Tensor) -> Tensor {
        let axes = arguments.attributes.axes!
        let kept = reduce(arguments.inputs["input"]!, axes)
        if arguments.attributes.keepDimensions! { return kept }
        return kept.reshaped(
            to: Shape(kept.shape.extents.indices.filter { !axes.contains($0) }.map { kept.shape[$0] }))
    }

    private static func batchNormalized(_ arguments: Arguments) -> Result {
        let (inputs, attributes) = arguments
        let (input, scale, shift) = (inputs["input"]!, inputs["weight"]!, inputs["bias"]!)
        let (mean, variance) = (inputs["running_mean"]!, inputs["running_var"]!)
        guard attributes.training! else {
            let output = input.normalized(
                scale: scale, shift: shift, mean: mean, variance: variance, epsilon: attributes.epsilon!,
                fusingReLU: attributes.relu!)
            return (output, [:])
        }
        let result = input.batchNormalized(
            scale: scale, shift: shift, epsilon: attributes.epsilon!, fusingReLU: attributes.relu!)
        let momentum = attributes.momentum!
        let count = Double(input.count / scale.count)
        return (
            result.output,
            [
                "running_mean": mean * (1 - momentum) + result.mean * momentum,
                // PyTorch keeps the unbiased variance.
                "running_var": variance * (1 - momentum) + result.variance * (momentum * count / (count - 1)),
            ]
        )
    }
}
