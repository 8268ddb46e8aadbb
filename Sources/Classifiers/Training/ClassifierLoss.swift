import Datasets
import NeuralNetwork
import TensorEngine

/// What a classifier is trained to make small.
enum ClassifierLoss {
    /// The mean binary cross-entropy of all bits (multi-label), or the softmax cross-entropy (single-label).
    ///
    /// - Parameter logits: `[N, K]`.
    /// - Returns: a scalar, the mean over the batch.
    static func mean(_ logits: Tensor, labels: [Label], schema: LabelSchema) -> Tensor {
        let targets = Tensor(
            labels.flatMap(schema.vector), shape: [labels.count, schema.count], on: logits.device)
        switch schema.task {
        case .multiLabel: return Loss.binaryCrossEntropy(logits, targets: targets)
        case .singleLabel: return Loss.crossEntropy(logits, targets: targets)
        case .multiHead: preconditionFailure("ClassifierLoss: multi-head labels")
        }
    }

    /// The same for numbers that have left the network, in double precision.
    ///
    /// - Parameter logits: `[N, K]` in row order.
    static func mean(_ logits: [Float], labels: [Label], schema: LabelSchema) -> Double {
        let width = schema.count
        var sum = 0.0
        for (image, label) in labels.enumerated() {
            let row = LogitRow(logits[image * width..<(image + 1) * width])
            switch label {
            case .bits(let bits):
                sum -= row.logLikelihoods(ofBits: bits).reduce(0, +) / Double(width)
            case .index(let index):
                sum -= row.logSoftmax(at: index)
            case .indices: preconditionFailure("ClassifierLoss: multi-head labels")
            }
        }
        return sum / Double(labels.count)
    }
}
