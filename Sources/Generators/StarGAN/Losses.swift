import Datasets
import NeuralNetwork
import TensorEngine

/// The weights of StarGAN's loss terms.
public struct LossWeights: Sendable, Equatable {
    /// λcls, of the label term.
    public let classification: Double
    /// λrec, of the reconstruction term.
    public let reconstruction: Double
    /// λgp, of the gradient penalty.
    public let gradientPenalty: Double

    public init(classification: Double = 1, reconstruction: Double = 10, gradientPenalty: Double = 10) {
        self.classification = classification
        self.reconstruction = reconstruction
        self.gradientPenalty = gradientPenalty
    }
}

/// A loss and the terms that it is made of, weighted sums left to `total`.
public struct NamedLoss {
    public let total: Tensor
    /// Each term's name and value before its weight.
    public let terms: [(name: String, value: Tensor)]
}

/// The discriminator's loss (Choi et al., 2018, equations 5 and 8):
/// −mean D(x) + mean D(G(x, c′)) + λcls · L(D_cls(x), c) + λgp · mean((‖∇D(x̂)‖₂ − 1)²).
///
/// - Parameters:
///   - images: real images `[N, 3, S, S]`.
///   - labels: their labels `[N, c]`.
///   - fakes: the generator's translations of the images, constants.
///   - mixing: α, `[N, 1, 1, 1]` in [0, 1): x̂ = α · x + (1 − α) · G(x, c′).
public func discriminatorLoss(
    _ discriminator: Discriminator, images: Tensor, labels: Tensor, fakes: Tensor, mixing: Tensor, task: Task,
    weights: LossWeights
) -> NamedLoss {
    // Images are judged one by one, so that the real and the translated ones can be judged together, which is faster.
    let count = images.shape[0]
    let judged = discriminator(Tensor.concatenating([images, fakes.detached], axis: 0))
    let realTerm = -judged.realism.sliced(axis: 0, 0..<count).mean()
    let labelTerm = labelLoss(judged.logits.sliced(axis: 0, 0..<count), labels, task: task)
    let fakeTerm = judged.realism.sliced(axis: 0, count..<2 * count).mean()
    let mixed = (mixing * images + (1 - mixing) * fakes).detached
    let penalty = gradientPenalty(of: discriminator, at: mixed)
    return NamedLoss(
        total: realTerm + fakeTerm + labelTerm * weights.classification + penalty * weights.gradientPenalty,
        terms: [
            ("D/loss_real", realTerm), ("D/loss_fake", fakeTerm), ("D/loss_cls", labelTerm),
            ("D/loss_gp", penalty),
        ])
}

/// How far the norm of the gradient of the summed realism map is from 1, squared, the mean over images (Gulrajani et al.,
/// 2017, equation 3).
///
/// - Parameter images: `[N, 3, S, S]`.
public func gradientPenalty(of discriminator: Discriminator, at images: Tensor) -> Tensor {
    let points = images.asVariable()
    let gradient = gradients(
        of: discriminator.realism(of: points), withRespectTo: [points], differentiable: true)[0]
    // The root's derivative is infinite at 0; the addend is far below the resolution of a norm near 1.
    let norm = (gradient.squared().sum(axes: [1, 2, 3]) + 1e-12).squareRoot()
    return (norm - 1).squared().mean()
}

/// The generator's loss (Choi et al., 2018, equations 4, 6 and 9):
/// −mean D(G(x, c′)) + λcls · L(D_cls(G(x, c′)), c′) + λrec · mean|x − G(G(x, c′), c)|.
///
/// - Parameters:
///   - images: real images `[N, 3, S, S]`.
///   - labels: their labels c `[N, c]`.
///   - targets: the labels c′ to translate to `[N, c]`.
public func generatorLoss(
    _ generator: Generator, _ discriminator: Discriminator, images: Tensor, labels: Tensor, targets: Tensor,
    task: Task,
    weights: LossWeights
) -> NamedLoss {
    let fakes = generator(images, labels: targets)
    let judged = discriminator(fakes)
    let fakeTerm = -judged.realism.mean()
    let labelTerm = labelLoss(judged.logits, targets, task: task)
    let reconstruction = Loss.l1(images, generator(fakes, labels: labels))
    return NamedLoss(
        total: fakeTerm + labelTerm * weights.classification + reconstruction * weights.reconstruction,
        terms: [("G/loss_fake", fakeTerm), ("G/loss_cls", labelTerm), ("G/loss_rec", reconstruction)])
}

/// The label term: the sum over labels of binary cross-entropies divided by the batch, or, for single-label data, the
/// softmax cross-entropy.
private func labelLoss(_ logits: Tensor, _ labels: Tensor, task: Task) -> Tensor {
    switch task {
    case .multiLabel:
        Loss.binaryCrossEntropy(logits, targets: labels, reduction: .sum) / Double(logits.shape[0])
    case .singleLabel: Loss.crossEntropy(logits, targets: labels)
    case .multiHead: preconditionFailure("labelLoss: multi-head labels")
    }
}
