import Datasets
import NeuralNetwork
import TensorEngine

/// What a classifier is trained to make small.
struct ClassifierLoss {
    private let recipe: LossRecipe
    private let schema: LabelSchema
    /// What each label weighs where an image has it, and where it has not.
    private let weights: (ones: [Double], zeros: [Double])
    private let margins: (ones: [Double], zeros: [Double])
    /// Of multi-head data.
    private let heads: [HeadLoss]

    /// - Parameter training: the labels that are trained on, which say how rare each class is.
    /// - Precondition: the labels are the schema's.
    init(_ recipe: LossRecipe, outputs: ClassifierOutputs, training: [Label]) {
        self.recipe = recipe
        schema = outputs.schema
        heads = outputs.heads.enumerated().map { place, output in
            HeadLoss(recipe, output: output, place: place, training: training)
        }
        let counts = ClassCounts(training, schema: schema)
        let even = [Double](repeating: 1, count: schema.count)
        switch recipe.classWeights {
        case .equal: weights = (even, even)
        case .inverseFrequency: weights = (counts.weightsOfOnes, counts.weightsOfZeros)
        }
        margins = counts.margins(greatest: recipe.margin)
    }

    /// - Parameter training: as above.
    /// - Precondition: the labels are the schema's, and it has no heads.
    init(_ recipe: LossRecipe, schema: LabelSchema, training: [Label]) {
        self.init(
            recipe, outputs: ClassifierOutputs(schema, numbers: .expectedValue), training: training)
    }

    /// The loss of a batch; of several heads, the weighted sum of their losses.
    ///
    /// - Parameter logits: `[N, K]`.
    /// - Returns: a scalar, a mean over the batch.
    func callAsFunction(_ logits: Tensor, labels: [Label]) -> Tensor {
        switch schema.task {
        case .multiLabel: ofBits(logits, labels.flatMap(schema.vector))
        case .singleLabel:
            ofClasses(
                logits,
                labels.map { label in
                    guard case .index(let index) = label else {
                        preconditionFailure("ClassifierLoss: no single label")
                    }
                    return index
                })
        case .multiHead:
            heads.dropFirst().reduce(heads[0](logits, labels: labels)) { $0 + $1(logits, labels: labels) }
        }
    }

    private func ofClasses(_ logits: Tensor, _ classes: [Int]) -> Tensor {
        switch recipe.name {
        case .crossEntropy:
            return Loss.crossEntropy(
                logits, classes: classes, classWeights: weights.ones, labelSmoothing: recipe.labelSmoothing)
        case .focal:
            return Loss.focal(logits, classes: classes, gamma: recipe.gamma, classWeights: weights.ones)
        case .ldam:
            return Loss.ldam(
                logits, classes: classes, margins: margins.ones, scale: recipe.scale,
                classWeights: weights.ones)
        case .f1:
            let targets = classes.flatMap { schema.vector(of: .index($0)) }
            return Loss.softF1(
                logits.logSoftmax(axis: 1).exponential(),
                targets: Tensor(targets, shape: logits.shape, on: logits.device))
        }
    }

    private func ofBits(_ logits: Tensor, _ bits: [Float]) -> Tensor {
        func tensor(_ numbers: [Float]) -> Tensor { Tensor(numbers, shape: logits.shape, on: logits.device) }
        /// For each bit, the number of what it is.
        func chosen(_ numbers: (ones: [Double], zeros: [Double])) -> Tensor {
            tensor(
                bits.enumerated().map { place, bit in
                    Float((bit == 1 ? numbers.ones : numbers.zeros)[place % schema.count])
                })
        }
        let targets = tensor(bits)
        let weights = recipe.classWeights == .equal ? nil : chosen(self.weights)
        switch recipe.name {
        case .crossEntropy:
            let smoothing = recipe.labelSmoothing
            return Loss.binaryCrossEntropy(
                logits,
                targets: smoothing == 0
                    ? targets : targets.affine(scale: 1 - smoothing, shift: smoothing / 2), weights: weights)
        case .focal:
            return Loss.binaryFocal(
                logits, targets: targets, gamma: recipe.gamma, alpha: recipe.alpha, weights: weights)
        case .ldam:
            return Loss.binaryLDAM(
                logits, targets: targets, margins: chosen(margins), scale: recipe.scale, weights: weights)
        case .f1: return Loss.softF1(logits.sigmoid(), targets: targets)
        }
    }

    /// The cross-entropy of numbers that have left the network, in double precision: what moments of a run are compared by, whatever loss
    /// it is trained by. Of several heads it is the weighted sum, with the squared error for a head that regresses.
    ///
    /// - Parameter logits: `[N, K]` in row order.
    func crossEntropy(_ logits: [Float], labels: [Label]) -> Double {
        let width = logits.count / labels.count
        var sum = 0.0
        for (image, label) in labels.enumerated() {
            let outputs = logits[image * width..<(image + 1) * width]
            switch label {
            case .bits(let bits):
                sum -= LogitRow(outputs).logLikelihoods(ofBits: bits).reduce(0, +) / Double(width)
            case .index(let index):
                sum -= LogitRow(outputs).logSoftmax(at: index)
            case .indices(let indices):
                sum += zip(heads, indices).reduce(0) { $0 + $1.0.crossEntropy(outputs, index: $1.1) }
            }
        }
        return sum / Double(labels.count)
    }
}
