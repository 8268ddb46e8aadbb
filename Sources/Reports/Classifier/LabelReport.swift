import Classifiers
import Datasets

/// How well a classifier gives the labels of one question: all labels of a set, or the classes of one of its heads.
struct LabelReport: Sendable {
    let metrics: ClassifierMetrics
    let schema: LabelSchema
    /// The split that was measured on.
    let split: Split
    /// How frequent labels are in the training split; nil where it has no images.
    let frequencies: LabelFrequencies?
    /// How labels go together in ``correlationSplit``; nil where each image has one label, or there is one label only.
    let correlation: LabelCorrelation?
    /// The training split, or the measured one where that has no images.
    let correlationSplit: Split

    /// - Parameters:
    ///   - training: the labels of the training images, of this question.
    ///   - measured: those of the images that were measured on.
    init(
        _ metrics: ClassifierMetrics, schema: LabelSchema, split: Split, training: [Label], measured: [Label]
    ) {
        self.metrics = metrics
        self.schema = schema
        self.split = split
        frequencies = training.isEmpty ? nil : LabelFrequencies(training, schema: schema)
        correlationSplit = training.isEmpty ? split : .train
        correlation =
            schema.task == .multiLabel && schema.count > 1
            ? LabelCorrelation(training.isEmpty ? measured : training, schema: schema) : nil
    }

    /// A row a label, in the schema's order.
    var results: [LabelResult] {
        schema.names.enumerated().map { position, name in
            LabelResult(name, in: metrics, frequency: frequencies?.share(position))
        }
    }

    /// What the accuracy of a label is called.
    var accuracyTerm: String { metrics.task == .singleLabel ? "recall" : "accuracy" }
}
