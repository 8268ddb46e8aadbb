import Datasets

/// What a classifier's answers are worth, whatever its labels are.
public enum PredictionMetrics: Sendable, Equatable {
    /// Of multi-label and single-label data.
    case labels(ClassifierMetrics)
    /// Of multi-head data.
    case heads(MultiHeadMetrics)

    /// Measures the outputs of a network.
    ///
    /// - Parameters:
    ///   - logits: `[N, K]` in row order, all finite.
    ///   - targets: the N true labels.
    ///   - outputs: what the K outputs stand for.
    ///   - groupedBy: as in ``ClassifierMetrics``; multi-head data have no groups.
    /// - Throws: as ``ClassifierMetrics`` and ``MultiHeadMetrics`` do.
    public init(
        logits: [Float], targets: [Label], outputs: ClassifierOutputs, groupedBy: (String, String)? = nil
    ) throws {
        guard outputs.schema.task != .multiHead else {
            self = .heads(try MultiHeadMetrics(outputs: logits, targets: targets, layout: outputs))
            return
        }
        self = .labels(
            try ClassifierMetrics(
                probabilities: outputs.probabilities(logits), targets: targets, schema: outputs.schema,
                groupedBy: groupedBy))
    }

    /// What moments of a training and classifiers are compared by, from 0 to 1: the mean accuracy, or the mean of the heads' scores.
    public var score: Double {
        switch self {
        case .labels(let metrics): metrics.meanAccuracy
        case .heads(let metrics): metrics.meanScore
        }
    }
}

/// As the metrics that they are.
extension PredictionMetrics: Encodable {
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .labels(let metrics): try metrics.encode(to: encoder)
        case .heads(let metrics): try metrics.encode(to: encoder)
        }
    }
}
