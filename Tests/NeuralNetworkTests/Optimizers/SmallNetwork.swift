import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// The network of the training fixture: convolution, batch normalization with ReLU, max pooling, a linear layer.
struct SmallNetwork {
    static let classes = 4

    let store: ParameterStore
    private let convolution: Convolution
    private let normalization: BatchNormalization
    private let linear: Linear

    init(seed: UInt64 = 1, on device: Device = .cpu) {
        store = ParameterStore(seed: seed, on: device)
        convolution = Convolution(3, 6, kernel: 3, padding: 1, bias: false, at: store.root / "conv")
        normalization = BatchNormalization(6, fusingReLU: true, at: store.root / "bn")
        linear = Linear(6 * 4 * 4, Self.classes, at: store.root / "fc")
    }

    func callAsFunction(_ images: Tensor, mode: Mode) -> Tensor {
        let features = normalization(convolution(images, mode: mode), mode: mode).maxPooled(
            kernel: 2, stride: 2)
        return linear(features.reshaped(to: [images.shape[0], 6 * 4 * 4]), mode: mode)
    }

    /// The loss of a batch, and its gradients in the order of `store.learned`.
    func lossAndGradients(images: Tensor, labels: [Int]) -> (loss: Double, gradients: [Tensor]) {
        let targets = labels.flatMap { label in (0..<Self.classes).map { $0 == label ? 1.0 : 0.0 } }
        let loss = Loss.crossEntropy(
            self(images, mode: .training),
            targets: Tensor(targets, shape: [labels.count, Self.classes], on: images.device))
        let value = loss.scalar
        return (value, gradients(of: loss, withRespectTo: store.learned.map(\.value)))
    }

    private func gradients(of loss: Tensor, withRespectTo targets: [Tensor]) -> [Tensor] {
        TensorEngine.gradients(of: loss, withRespectTo: targets)
    }

    /// A batch of the fixture.
    static func images(_ fixture: TrainingFixture, batch: Int, on device: Device) -> Tensor {
        let shape = Shape(fixture.images.shape)
        return Tensor(
            FixtureRandom.uniform(
                name: fixture.images.prefix + String(batch), count: shape.count, low: -1, high: 1),
            shape: shape, on: device)
    }
}
