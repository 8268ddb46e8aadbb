import Classifiers
import Datasets

/// Everything that is told of one classifier on one split of a data set.
public struct ClassifierReport: Sendable {
    /// Who was measured.
    public struct Subject: Sendable {
        /// What the classifier is called: its folder's name, for one.
        public let name: String
        /// The network's name.
        public let network: String
        /// Pixels along a side of what the network is given.
        public let imageSize: Int
        /// After how many steps of its training it was kept; nil where nobody knows.
        public let chosenStep: Int?

        public init(name: String, network: String, imageSize: Int, chosenStep: Int?) {
            self.name = name
            self.network = network
            self.imageSize = imageSize
            self.chosenStep = chosenStep
        }
    }

    public let metrics: ClassifierMetrics
    public let schema: LabelSchema
    public let subject: Subject
    /// The data set's folder, by its name.
    public let dataset: String
    /// The split that was measured on.
    public let split: Split
    /// How frequent labels are in the training split; nil where it has no images.
    public let frequencies: LabelFrequencies?
    /// How labels go together in ``correlationSplit``; nil where each image has one label, or there is one label only.
    public let correlation: LabelCorrelation?
    /// The training split, or the measured one where that has no images.
    public let correlationSplit: Split
    public let curve: TrainingCurve?
    /// A name and a value each, in reading order.
    public let provenance: [(String, String)]

    /// Gathers what a report tells.
    ///
    /// - Parameters:
    ///   - metrics: of the classifier on the split.
    ///   - dataset: with the classifier's labels.
    public init(
        _ metrics: ClassifierMetrics, of subject: Subject, on dataset: Dataset, split: Split,
        curve: TrainingCurve? = nil, provenance: [(String, String)] = []
    ) {
        self.metrics = metrics
        self.subject = subject
        self.split = split
        self.curve = curve
        self.provenance = provenance
        schema = dataset.schema
        self.dataset = dataset.root.lastPathComponent
        let training = dataset.examples(in: .train).map(\.label)
        frequencies = training.isEmpty ? nil : LabelFrequencies(training, schema: schema)
        correlationSplit = training.isEmpty ? split : .train
        correlation =
            schema.task == .multiLabel && schema.count > 1
            ? LabelCorrelation(
                training.isEmpty ? dataset.examples(in: split).map(\.label) : training, schema: schema) : nil
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
