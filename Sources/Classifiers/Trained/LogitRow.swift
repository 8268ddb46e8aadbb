import Datasets
import Foundation

/// One image's logits, and the probabilities that they stand for, in double precision and without overflow.
public struct LogitRow: Sendable {
    private let logits: [Double]

    /// - Parameter logits: one a label.
    public init(_ logits: some Sequence<Float>) {
        self.logits = logits.map(Double.init)
    }

    /// Each label's probability: of its bit being 1 (multi-label), or of being the one (single-label).
    ///
    /// - Precondition: the task is one of these two.
    public func probabilities(_ task: Task) -> [Double] {
        switch task {
        case .multiLabel: logits.map { exp(Self.logSigmoid($0)) }
        case .singleLabel: logSoftmax().map { exp($0) }
        case .multiHead: preconditionFailure("LogitRow: multi-head labels")
        }
    }

    /// For each label, the logarithm of the probability that its bit is the given one.
    ///
    /// - Precondition: one bit a label.
    public func logLikelihoods(ofBits bits: [UInt8]) -> [Double] {
        precondition(bits.count == logits.count, "\(bits.count) bits for \(logits.count) logits")
        return zip(logits, bits).map { Self.logSigmoid($1 == 1 ? $0 : -$0) }
    }

    /// The logarithm of the probability that the label at `index` is the one.
    public func logSoftmax(at index: Int) -> Double {
        logSoftmax()[index]
    }

    /// The same of every label.
    func logSoftmax() -> [Double] {
        let greatest = logits.max() ?? 0
        let logSum = log(logits.reduce(0) { $0 + exp($1 - greatest) })
        return logits.map { $0 - greatest - logSum }
    }

    /// log σ(x).
    private static func logSigmoid(_ x: Double) -> Double {
        min(x, 0) - log1p(exp(-abs(x)))
    }
}
