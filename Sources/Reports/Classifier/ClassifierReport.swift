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

    /// What the classifier answers: labels, or, of a head, a number.
    enum Answer: Sendable {
        case labels(LabelReport)
        case number(NumberMetrics)
    }

    /// One of the questions of multi-head data; of any other data the only one, without a name.
    struct Question: Sendable {
        let name: String?
        let answer: Answer
    }

    public let subject: Subject
    /// The data set's folder, by its name.
    public let dataset: String
    /// The split that was measured on.
    public let split: Split
    /// How many of its images.
    public let imageCount: Int
    public let curve: TrainingCurve?
    /// A name and a value each, in reading order.
    public let provenance: [(String, String)]
    /// What is written as `metrics.json`.
    let metrics: any Encodable & Sendable
    let questions: [Question]

    /// Gathers what a report tells.
    ///
    /// - Parameters:
    ///   - metrics: of the classifier on the split.
    ///   - dataset: with the classifier's labels.
    public init(
        _ metrics: PredictionMetrics, of subject: Subject, on dataset: Dataset, split: Split,
        curve: TrainingCurve? = nil, provenance: [(String, String)] = []
    ) {
        switch metrics {
        case .labels(let metrics):
            self.init(
                metrics, of: subject, on: dataset, split: split, curve: curve, provenance: provenance)
        case .heads(let metrics):
            self.init(
                metrics, of: subject, on: dataset, split: split, curve: curve, provenance: provenance)
        }
    }

    /// Of labels without heads.
    init(
        _ metrics: ClassifierMetrics, of subject: Subject, on dataset: Dataset, split: Split,
        curve: TrainingCurve?, provenance: [(String, String)]
    ) {
        let labels = LabelReport(
            metrics, schema: dataset.schema, split: split,
            training: dataset.examples(in: .train).map(\.label),
            measured: dataset.examples(in: split).map(\.label))
        self.init(
            metrics, [Question(name: nil, answer: .labels(labels))], count: metrics.count, subject, dataset,
            split, curve, provenance)
    }

    /// Of several heads.
    init(
        _ metrics: MultiHeadMetrics, of subject: Subject, on dataset: Dataset, split: Split,
        curve: TrainingCurve?, provenance: [(String, String)]
    ) {
        let questions = zip(metrics.heads, dataset.schema.heads).enumerated().compactMap {
            place, pair -> Question? in
            let (measured, head) = pair
            if let number = measured.number { return Question(name: head.name, answer: .number(number)) }
            guard let classes = measured.classes else { return nil }
            func labels(_ split: Split) -> [Label] {
                dataset.examples(in: split).compactMap { example in
                    guard case .indices(let indices) = example.label else { return nil }
                    return .index(indices[place])
                }
            }
            return Question(
                name: head.name,
                answer: .labels(
                    LabelReport(
                        classes, schema: head.schema, split: split, training: labels(.train),
                        measured: labels(split))))
        }
        self.init(metrics, questions, count: metrics.count, subject, dataset, split, curve, provenance)
    }

    private init(
        _ metrics: any Encodable & Sendable, _ questions: [Question], count: Int, _ subject: Subject,
        _ dataset: Dataset, _ split: Split, _ curve: TrainingCurve?, _ provenance: [(String, String)]
    ) {
        self.metrics = metrics
        self.questions = questions
        self.subject = subject
        self.split = split
        self.curve = curve
        self.provenance = provenance
        self.dataset = dataset.root.lastPathComponent
        imageCount = count
    }

    /// The heads that answer with numbers.
    var numbers: [(name: String, metrics: NumberMetrics)] {
        questions.compactMap { question in
            guard case .number(let metrics) = question.answer else { return nil }
            return (question.name ?? "", metrics)
        }
    }

    /// The questions that are answered with labels.
    var labelled: [(name: String?, labels: LabelReport)] {
        questions.compactMap { question in
            guard case .labels(let labels) = question.answer else { return nil }
            return (question.name, labels)
        }
    }
}
