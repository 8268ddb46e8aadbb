import Datasets

/// Every policy × ratio × seed: what `comparison.json` holds, and what tables, figures and pages are made of.
public struct Comparison: Sendable, Equatable {
    /// What the labels mean.
    public var task: Task
    /// The labels' names, in the data set's order.
    public var labels: [String]
    /// The real images.
    public var dataset: DatasetFacts
    /// The synthetic images.
    public var pool: PoolFacts
    /// The classifier's architecture: `resnet50`, ….
    public var classifier: String
    /// The side of the classifier's input, in pixels.
    public var imageSize: Int
    /// What was held equal between the trainings; nil in files that did not record it.
    public var budget: TrainingBudget?
    /// The seeds that each policy and ratio is trained with.
    public var seeds: [UInt64]
    /// The trainings, in the order in which they were done.
    public var rows: [ComparisonRow]
    /// Which selections kept their labels; empty where nobody judged.
    public var labelPreservation: [LabelPreservation]

    /// A comparison.
    public init(
        task: Task, labels: [String], dataset: DatasetFacts, pool: PoolFacts, classifier: String,
        imageSize: Int,
        budget: TrainingBudget?, seeds: [UInt64], rows: [ComparisonRow],
        labelPreservation: [LabelPreservation] = []
    ) {
        self.task = task
        self.labels = labels
        self.dataset = dataset
        self.pool = pool
        self.classifier = classifier
        self.imageSize = imageSize
        self.budget = budget
        self.seeds = seeds
        self.rows = rows
        self.labelPreservation = labelPreservation
    }
}
