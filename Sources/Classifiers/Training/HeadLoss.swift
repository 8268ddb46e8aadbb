import Datasets
import TensorEngine

/// What one head of multi-head data adds to the loss.
struct HeadLoss {
    private let output: HeadOutput
    /// The head among the schema's.
    private let place: Int
    private let weight: Double
    private let ofClasses: ClassifierLoss

    init(_ recipe: LossRecipe, output: HeadOutput, place: Int, training: [Label]) {
        self.output = output
        self.place = place
        weight = recipe.headWeights[output.head.name] ?? 1
        ofClasses = ClassifierLoss(
            recipe, schema: output.head.schema,
            training: training.map { .index(Self.index(of: $0, at: place)) })
    }

    /// The head's loss times its weight: of its classes, or, where it regresses, the mean squared error in the units of `NumberScale`.
    ///
    /// - Parameter outputs: of the whole network, `[N, K]`.
    func callAsFunction(_ outputs: Tensor, labels: [Label]) -> Tensor {
        let own = outputs.sliced(axis: 1, output.range)
        let indices = labels.map { Self.index(of: $0, at: place) }
        guard let range = output.regressed else {
            return ofClasses(own, labels: indices.map(Label.index)) * weight
        }
        let targets = indices.map { Float(NumberScale(range).output(for: Double(range.lowerBound + $0))) }
        return (own - Tensor(targets, shape: own.shape, on: own.device)).squared().mean() * weight
    }

    /// The same of one image, with the plain cross-entropy for classes.
    ///
    /// - Parameter outputs: of the whole network.
    /// - Parameter index: the head's answer.
    func crossEntropy(_ outputs: ArraySlice<Float>, index: Int) -> Double {
        let own = output.own(of: outputs)
        guard let range = output.regressed else { return -weight * LogitRow(own).logSoftmax(at: index) }
        let miss =
            Double(own[own.startIndex]) - NumberScale(range).output(for: Double(range.lowerBound + index))
        return weight * miss * miss
    }

    private static func index(of label: Label, at place: Int) -> Int {
        guard case .indices(let indices) = label else {
            preconditionFailure("HeadLoss: a label without heads")
        }
        return indices[place]
    }
}
