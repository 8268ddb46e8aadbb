/// What is done to each element of one tensor.
enum UnaryOperation: Hashable {
    case absolute, sign, square, squareRoot, reciprocal
    case exponential, logarithm, tanh, sigmoid
    /// log(1 + eˣ), without overflow.
    case softplus
    /// max(x, 0) + slope · min(x, 0).
    case leakyReLU(slope: Double)
    /// scale · x + shift.
    case affine(scale: Double, shift: Double)
    /// min(max(x, low), high).
    case clamp(low: Double, high: Double)

    /// Whether 0 becomes 0, so that padding stays padding.
    var keepsZero: Bool {
        switch self {
        case .absolute, .sign, .square, .squareRoot, .tanh, .leakyReLU: true
        case .affine(_, let shift): shift == 0
        case .clamp(let low, let high): low <= 0 && high >= 0
        case .reciprocal, .exponential, .logarithm, .sigmoid, .softplus: false
        }
    }
}

/// What is done to each pair of elements of two tensors of one shape.
enum BinaryOperation: Hashable {
    case add, subtract, multiply, divide, maximum
    /// The first where the second is above 0, else `slope` times the first.
    case leakyReLUGradient(slope: Double)
    /// max(a + b, 0) in one pass.
    case addReLU

    var keepsZero: Bool { self != .divide }
}

/// How a convolution's window moves over an image.
struct ConvolutionGeometry: Hashable {
    let stride: Int
    /// Zeros above and below the image.
    let padding: Int
    /// Zeros left and right of it.
    let sidePadding: Int
    /// Into how many groups the channels are parted, each of which is convolved for itself.
    let groups: Int

    /// - Parameter sidePadding: nil for as many zeros as above and below.
    init(stride: Int, padding: Int, sidePadding: Int? = nil, groups: Int = 1) {
        let sidePadding = sidePadding ?? padding
        require(
            stride > 0 && padding >= 0 && sidePadding >= 0 && groups > 0,
            "convolution: a stride of \(stride), a padding of \(padding) and \(sidePadding) and \(groups) groups make no sense"
        )
        self.stride = stride
        self.padding = padding
        self.sidePadding = sidePadding
        self.groups = groups
    }

    /// The shape of the convolution of `input` `[N, C, H, W]` with `weight` `[O, C / groups, kH, kW]`.
    func outputShape(input: Shape, weight: Shape) -> Shape {
        require(
            input.rank == 4 && weight.rank == 4 && input[1] == weight[1] * groups
                && weight[0].isMultiple(of: groups),
            "convolution: an input of shape \(input) does not go with weights of shape \(weight)\(groups == 1 ? "" : " in \(groups) groups")"
        )
        require(
            input.count > 0 && weight.count > 0,
            "convolution: an input of shape \(input) or weights of shape \(weight) are empty")
        require(
            input[2] + 2 * padding >= weight[2] && input[3] + 2 * sidePadding >= weight[3],
            "convolution: an input of shape \(input) is too small for weights of shape \(weight) with padding \(padding)\(sidePadding == padding ? "" : " and \(sidePadding)")"
        )
        return [
            input[0], weight[0], (input[2] + 2 * padding - weight[2]) / stride + 1,
            (input[3] + 2 * sidePadding - weight[3]) / stride + 1,
        ]
    }
}

/// What the three products of one convolution have in common.
struct ConvolutionProblem: Hashable {
    /// `[N, C, H, W]`.
    let input: Shape
    /// `[O, C / groups, kH, kW]`.
    let weight: Shape
    let geometry: ConvolutionGeometry
    /// Of input and output.
    let dtype: DType

    var outputShape: Shape { geometry.outputShape(input: input, weight: weight) }

    /// The weight with an axis for the groups in front, where there are any: `[groups, O / groups, C / groups, kH, kW]`.
    var groupedWeight: Shape {
        let groups = geometry.groups
        return groups == 1 ? weight : [groups, weight[0] / groups, weight[1], weight[2], weight[3]]
    }

    /// The same in single precision.
    var widened: ConvolutionProblem {
        ConvolutionProblem(input: input, weight: weight, geometry: geometry, dtype: .float32)
    }
}

/// How a pooling window moves over an image.
struct PoolingGeometry: Hashable {
    enum Kind: Hashable {
        case maximum
        /// The mean over the window; padding counts as zeros, as in PyTorch's default.
        case average
    }
    let kind: Kind
    let kernelHeight: Int
    let kernelWidth: Int
    let stride: Int
    let padding: Int

    func outputShape(input: Shape) -> Shape {
        require(input.rank == 4, "pooling: an input of shape \(input) is no batch of images")
        require(input.count > 0, "pooling: an input of shape \(input) is empty")
        require(
            kernelHeight > 0 && kernelWidth > 0 && stride > 0 && padding >= 0
                && 2 * padding <= min(kernelHeight, kernelWidth),
            "pooling: a window of \(kernelHeight)×\(kernelWidth), a stride of \(stride) and a padding of \(padding) do not go together"
        )
        let height = (input[2] + 2 * padding - kernelHeight) / stride + 1
        let width = (input[3] + 2 * padding - kernelWidth) / stride + 1
        require(
            height > 0 && width > 0 && input[2] + 2 * padding >= kernelHeight
                && input[3] + 2 * padding >= kernelWidth,
            "pooling: an input of shape \(input) is too small for a window of \(kernelHeight)×\(kernelWidth)")
        return [input[0], input[1], height, width]
    }
}

/// What batch normalization leaves behind for its gradient.
struct NormalizationResult {
    let output: Buffer
    /// `[C]`.
    let mean: Buffer
    /// `[C]`, divided by the number of elements, not one less.
    let variance: Buffer
    /// Where the fused ReLU let values through; nil without one.
    let mask: Storage?
}

/// The gradients of batch normalization.
struct NormalizationGradients {
    let input: Buffer
    let scale: Buffer
    let shift: Buffer
}

/// The constants of one step of stochastic gradient descent.
struct SGDStep {
    let learningRate: Double
    let momentum: Double
    let nesterov: Bool
    let weightDecay: Double
    /// The first step sets the velocity to the gradient, as PyTorch does.
    let isFirst: Bool
}

/// The constants of one step of Adam (Kingma and Ba, 2015, algorithm 1).
struct AdamStep {
    let learningRate: Double
    let beta1: Double
    let beta2: Double
    let epsilon: Double
    let weightDecay: Double
    /// Counts from 1.
    let step: Int
}
