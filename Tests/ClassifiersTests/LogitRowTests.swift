import Datasets
import Foundation
import TensorEngine
import TestSupport
import Testing

@testable import Classifiers

@Suite struct LogitRowTests {
    private let logits: [Float] = [0.5, -1.25, 3, -0.75, 0, 2]

    @Test func bitsAreIndependent() {
        let row = LogitRow(logits)
        let expected = logits.map { 1 / (1 + exp(-Double($0))) }
        expectClose(row.probabilities(.multiLabel), expected, relative: 1e-12)
        let bits: [UInt8] = [1, 0, 0, 1, 1, 0]
        expectClose(
            row.logLikelihoods(ofBits: bits), zip(expected, bits).map { log($1 == 1 ? $0 : 1 - $0) },
            relative: 1e-9)
    }

    @Test func classesShareOne() {
        let row = LogitRow(logits)
        let sum = logits.reduce(0) { $0 + exp(Double($1)) }
        expectClose(row.probabilities(.singleLabel), logits.map { exp(Double($0)) / sum }, relative: 1e-12)
        expectClose(row.logSoftmax(at: 3), -0.75 - log(sum), relative: 1e-12)
    }

    @Test func greatLogitsDoNotOverflow() {
        let row = LogitRow([1000, -1000])
        #expect(row.probabilities(.multiLabel) == [1, 0])
        #expect(row.probabilities(.singleLabel) == [1, 0])
        #expect(row.logLikelihoods(ofBits: [0, 1]) == [-1000, -1000])
        #expect(row.logSoftmax(at: 1) == -2000)
    }

    /// The loss of training and that of validation are one.
    @Test(arguments: [Task.multiLabel, .singleLabel])
    func bothLossesAgree(task: Task) {
        let schema = LabelSchema(task: task, names: ["A", "B", "C"])
        let labels: [Label] =
            task == .multiLabel ? [.bits([1, 0, 1]), .bits([0, 0, 1])] : [.index(2), .index(0)]
        let loss = ClassifierLoss(LossRecipe(), schema: schema, training: labels)
        let inside = loss(Tensor(logits, shape: [2, 3]), labels: labels)
        expectClose(inside.scalar, loss.crossEntropy(logits, labels: labels), relative: 1e-6)
    }
}
