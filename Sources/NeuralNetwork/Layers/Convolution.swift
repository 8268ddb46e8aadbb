import TensorEngine

/// A two-dimensional convolution `[N, C, H, W]` → `[N, O, H′, W′]`; PyTorch's `Conv2d`.
public final class Convolution: Layer {
    /// `[O, C, k, k]`.
    public let weight: Parameter
    /// `[O]`.
    public let bias: Parameter?
    private let stride: Int
    private let padding: Int
    private let leakySlope: Double?

    /// - Parameters:
    ///   - input: the number of channels that come in.
    ///   - output: the number of channels that go out.
    ///   - kernel: k, the side of the window.
    ///   - stride: how far the window moves.
    ///   - padding: zeros around the image.
    ///   - hasBias: whether a number is added to each channel.
    ///   - leakySlope: applies a leaky ReLU of that slope in the same pass.
    ///   - initializer: of the weights.
    ///   - scope: where the parameters `weight` and `bias` are.
    public init(
        _ input: Int, _ output: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
        bias hasBias: Bool = true,
        leakySlope: Double? = nil, initializer: Initializer = .pytorchDefault, at scope: Scope
    ) {
        weight = scope.parameter("weight", shape: [output, input, kernel, kernel], initializer)
        bias =
            hasBias
            ? scope.parameter("bias", shape: [output], .pytorchBias(fanIn: input * kernel * kernel)) : nil
        self.stride = stride
        self.padding = padding
        self.leakySlope = leakySlope
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        arrangeWeight(for: input)
        return self(input, weight: weight.value, bias: bias?.value, leakySlope: leakySlope)
    }

    /// Lays the weight out as convolutions of such an input like it best, once for all.
    func arrangeWeight(for input: Tensor) {
        guard input.shape.rank == 4, input.shape[1] == weight.shape[1], weight.value.layout.isPlain else {
            return
        }
        let arranged = weight.value.inPreferredLayout(
            forInput: input.shape, stride: stride, padding: padding)
        // An assignment counts as a change, after which all that was made of the weight is made again.
        if arranged.layout != weight.value.layout { weight.value = arranged }
    }

    /// The same with other numbers in place of the layer's own, and with `addend` added before the activation.
    func callAsFunction(
        _ input: Tensor, weight: Tensor, bias: Tensor?, adding addend: Tensor? = nil, leakySlope: Double?
    ) -> Tensor {
        require(
            input.shape.rank == 4 && input.shape[1] == weight.shape[1],
            "\(self.weight.name): an input of shape \(input.shape) does not go with weights of shape \(weight.shape)"
        )
        return input.convolution(
            weight, bias: bias, adding: addend, stride: stride, padding: padding, leakySlope: leakySlope)
    }
}

/// A transposed convolution `[N, C, H, W]` → `[N, O, H′, W′]` without bias; PyTorch's `ConvTranspose2d`.
public final class TransposedConvolution: Layer {
    /// `[C, O, k, k]`, as PyTorch stores it.
    public let weight: Parameter
    private let stride: Int
    private let padding: Int

    /// - Parameters:
    ///   - input: the number of channels that come in.
    ///   - output: the number of channels that go out.
    ///   - kernel: k, the side of the window.
    ///   - stride: how far the window of the convolution that is undone moves.
    ///   - padding: the zeros around its image.
    ///   - initializer: of the weights.
    ///   - scope: where the parameter `weight` is.
    public init(
        _ input: Int, _ output: Int, kernel: Int, stride: Int, padding: Int,
        initializer: Initializer = .pytorchDefault, at scope: Scope
    ) {
        weight = scope.parameter("weight", shape: [input, output, kernel, kernel], initializer)
        self.stride = stride
        self.padding = padding
    }

    public func callAsFunction(_ input: Tensor, mode: Mode) -> Tensor {
        require(
            input.shape.rank == 4 && input.shape[1] == weight.shape[0],
            "\(weight.name): an input of shape \(input.shape) does not go with weights of shape \(weight.shape)"
        )
        if weight.value.layout.isPlain {
            let result = Tensor.transposedConvolutionShape(
                input: input.shape, weight: weight.shape, stride: stride, padding: padding)
            weight.value = weight.value.inPreferredLayout(
                forInput: result, stride: stride, padding: padding, transposed: true)
        }
        return input.transposedConvolution(weight.value, stride: stride, padding: padding)
    }
}
