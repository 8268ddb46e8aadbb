import NeuralNetwork
import TensorEngine

/// The small network that the actor, the critic and the child classifier share: three convolutions and two fully connected
/// layers.
///
/// The actor and the critic see the label that an image is meant to have. It comes in as planes, one a label, −1 or 1 all
/// over, so that it meets the image in every layer: whether a sample is good is a question of the two together.
public final class PolicyNetwork {
    /// How many convolutions there are; each halves the image's side.
    public static let convolutionCount = 3

    public let parameters: ParameterStore
    private let convolutions: [Convolution]
    private let hidden: Linear
    private let head: Linear
    private let labelCount: Int

    /// - Parameters:
    ///   - imageSize: S, the side of the images in pixels.
    ///   - labelCount: L, how many labels come in beside the image; 0 for a child.
    ///   - widths: the channels of the convolutions.
    ///   - hiddenWidth: of the first fully connected layer.
    ///   - outputs: O, how many numbers go out.
    ///   - headInitializer: of the last layer's weights.
    ///   - seed: of the initial weights.
    /// - Precondition: there is a width for each convolution.
    public init(
        imageSize: Int, labelCount: Int, widths: [Int], hiddenWidth: Int, outputs: Int,
        headInitializer: Initializer = .pytorchDefault, seed: UInt64
    ) {
        precondition(
            widths.count == Self.convolutionCount,
            "PolicyNetwork: \(widths.count) widths for \(Self.convolutionCount) convolutions")
        let parameters = ParameterStore(seed: seed)
        var channels = 3 + labelCount
        var side = imageSize
        var convolutions: [Convolution] = []
        for (index, width) in widths.enumerated() {
            convolutions.append(
                Convolution(
                    channels, width, kernel: 3, stride: 2, padding: 1, leakySlope: 0,
                    initializer: .kaimingUniform, at: parameters.root / "conv\(index + 1)"))
            channels = width
            side = (side + 1) / 2
        }
        hidden = Linear(
            channels * side * side, hiddenWidth, initializer: .kaimingUniform, at: parameters.root / "fc1")
        head = Linear(
            hiddenWidth, outputs, initializer: headInitializer, at: parameters.root / "fc2")
        self.parameters = parameters
        self.convolutions = convolutions
        self.labelCount = labelCount
    }

    /// - Parameters:
    ///   - images: `[N, 3, S, S]` in [−1, 1].
    ///   - labels: `[N, L]`, 0 or 1; nil where L is 0.
    /// - Returns: `[N, O]`: logits, or the critic's values.
    public func callAsFunction(_ images: Tensor, labels: Tensor? = nil) -> Tensor {
        precondition(
            labels?.shape ?? [images.shape[0], 0] == [images.shape[0], labelCount],
            "PolicyNetwork: labels \(labels?.shape.description ?? "none") for \(labelCount) planes")
        var features = images
        if let labels {
            let planes = labels.affine(scale: 2, shift: -1)
                .reshaped(to: [images.shape[0], labelCount, 1, 1])
                .expanded(to: [images.shape[0], labelCount, images.shape[2], images.shape[3]])
            features = .concatenating([images, planes], axis: 1)
        }
        for convolution in convolutions { features = convolution(features, mode: .training) }
        let count = features.shape.count / features.shape[0]
        return head(
            hidden(features.reshaped(to: [images.shape[0], count]), mode: .training).relu(), mode: .training)
    }
}
