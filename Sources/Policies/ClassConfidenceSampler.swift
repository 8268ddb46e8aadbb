import Classifiers
import Datasets
import Pools
import Workspace

/// The policy `cl-sam`: how sure a classifier that was trained on real data is of a sample's target label.
public struct ClassConfidenceSampler: Sampler {
    /// What of the target label counts.
    public enum Confidence: String, Sendable, CaseIterable {
        /// All of it. Single-label: the softmax probability of the target. Multi-label: the mean over labels of
        /// log p(target bit).
        case targetLabel = "target-label"
        /// Multi-label data: log p(target bit) of the translated attribute alone. In single-label data it is the same as
        /// `targetLabel`.
        case translatedAttribute = "translated-attribute"
    }

    public let name = PolicyName.classConfidence.rawValue
    private let classifier: TrainedClassifier
    private let confidence: Confidence

    public init(classifier: TrainedClassifier, confidence: Confidence = .targetLabel) {
        self.classifier = classifier
        self.confidence = confidence
    }

    /// - Returns: the scores, and each label's probability.
    /// - Throws: `WinnowError` of kind `.usage` where the classifier has other labels than the pool, or the translated attribute of
    ///   imported samples is asked for.
    public func scores(of pool: Pool, progress: ProgressBar? = nil) throws -> Scores {
        let schema = pool.header.schema
        guard classifier.schema == schema else {
            throw WinnowError(
                .usage,
                "\(pool.folder.path): its labels are \(schema.phrase), and the classifier's are \(classifier.schema.phrase); train"
                    + " the policy on the data set that the pool was made from, with the same --attributes")
        }
        if confidence == .translatedAttribute, schema.task == .multiLabel, pool.sources == nil {
            throw WinnowError(
                .usage,
                "\(pool.folder.path): was imported, and no attribute of its images is known to be translated; give --confidence"
                    + " target-label")
        }
        let rows = classifier.outputs.rows(try classifier.logits(of: pool.source, progress: progress))
        let score = rows.enumerated().map { sample, row in
            switch pool.targets[sample] {
            case .index(let index):
                return row.probabilities(.singleLabel)[index]
            case .bits(let bits):
                let likelihoods = row.logLikelihoods(ofBits: bits)
                guard confidence == .translatedAttribute, let sources = pool.sources else {
                    return likelihoods.reduce(0, +) / Double(likelihoods.count)
                }
                return likelihoods[
                    TranslatedAttribute.classIndex(
                        source: sources[sample], target: pool.targets[sample], schema: schema)]
            case .indices: preconditionFailure("ClassConfidenceSampler: multi-head labels")
            }
        }
        return Scores(
            score: score.map(Float.init),
            probability: rows.flatMap { $0.probabilities(schema.task).map(Float.init) })
    }
}

extension LabelSchema {
    fileprivate var phrase: String { "\(names.joined(separator: ",")) (\(task.rawValue))" }
}
