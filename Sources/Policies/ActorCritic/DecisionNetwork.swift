import Datasets
import NeuralNetwork
import TensorEngine

/// The actor or the critic with its optimizer: one number a sample, computed in pieces so that memory does not grow with the
/// number of samples.
final class DecisionNetwork {
    let network: PolicyNetwork
    let optimizer: Adam
    private let schema: LabelSchema

    /// A small last layer: the actor begins by keeping about half of everything, the critic by expecting nothing.
    private static let headInitializer = Initializer.normal(deviation: 0.01)

    /// Samples that go through the network at once.
    private static let chunk = 512

    init(recipe: ActorCriticRecipe, schema: LabelSchema, learningRate: Double, seed: UInt64) {
        self.schema = schema
        network = PolicyNetwork(
            imageSize: recipe.imageSize, labelCount: schema.count, widths: recipe.actor.widths,
            hiddenWidth: recipe.actor.hidden, outputs: 1, headInitializer: Self.headInitializer, seed: seed)
        optimizer = Adam(network.parameters.learned, learningRate: learningRate)
    }

    /// The network's numbers for some images, `[N]`, without history.
    func outputs(for images: LabelledImages, rows: Range<Int>) -> [Float] {
        GradientRecording.off {
            Self.chunks(of: rows).flatMap { output(for: images, rows: $0).floats }
        }
    }

    /// The gradients of a loss, of which the gradient with respect to the network's outputs is known.
    ///
    /// - Parameter outputGradient: `[N]`, one a row.
    /// - Returns: one gradient a learned parameter.
    func gradients(of images: LabelledImages, rows: Range<Int>, outputGradient: [Float]) -> [Tensor] {
        let learned = network.parameters.learned
        var total: [Tensor] = []
        for chunk in Self.chunks(of: rows) {
            let place = chunk.lowerBound - rows.lowerBound
            let slope = Tensor(
                Array(outputGradient[place..<place + chunk.count]), shape: [chunk.count])
            // Its derivative is the slope times the outputs' derivative: the chain rule.
            let product = (output(for: images, rows: chunk) * slope).sum()
            let part = TensorEngine.gradients(of: product, withRespectTo: learned.map(\.value))
            total = total.isEmpty ? part : zip(total, part).map { $0 + $1 }
        }
        return total
    }

    private func output(for images: LabelledImages, rows: Range<Int>) -> Tensor {
        network(images.tensor(rows), labels: images.labelTensor(rows, schema: schema))
            .reshaped(to: [rows.count])
    }

    private static func chunks(of rows: Range<Int>) -> [Range<Int>] {
        stride(from: rows.lowerBound, to: rows.upperBound, by: chunk).map {
            $0..<min($0 + chunk, rows.upperBound)
        }
    }
}
