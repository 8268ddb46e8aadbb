import Datasets
import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// A classifier that is ready for use, with what it needs to know of its training: labels, sizes, and the statistics that
/// images are normalised by.
public final class TrainedClassifier {
    /// The moment of the training that was chosen on the validation set.
    public struct Choice: Sendable, Codable, Equatable {
        /// After how many steps.
        public let step: Int
        /// The mean accuracy on the validation set, in 0...1.
        public let accuracy: Double
        /// The mean loss on the validation set.
        public let loss: Double

        /// Whether it is the one to use: its accuracy is higher, or as high at a lower loss.
        func isBetter(than other: Choice) -> Bool {
            accuracy > other.accuracy || accuracy == other.accuracy && loss < other.loss
        }
    }

    public let recipe: ClassifierRecipe
    public let schema: LabelSchema
    public let statistics: ChannelStatistics
    /// Nil for weights that were trained elsewhere.
    public let choice: Choice?
    /// The share of the training's time that was spent waiting for images, in 0...1; nil for a classifier that was read from a
    /// folder.
    public let waitingShare: Double?
    let model: any ImageClassifier

    /// What the logits stand for.
    public var outputs: ClassifierOutputs { ClassifierOutputs(schema, numbers: recipe.head.numbers) }

    package init(
        model: any ImageClassifier, recipe: ClassifierRecipe, schema: LabelSchema,
        statistics: ChannelStatistics,
        choice: Choice?, waitingShare: Double?
    ) {
        self.model = model
        self.recipe = recipe
        self.schema = schema
        self.statistics = statistics
        self.choice = choice
        self.waitingShare = waitingShare
    }

    /// What the network says of each image, before it is made a probability.
    ///
    /// - Parameter progress: advanced by one an image.
    /// - Returns: `[N, K]` in row order, all finite.
    /// - Throws: what went wrong with the first image that could not be read; `Interrupted`; `WinnowError` of kind `.badData`
    ///   where a logit is no number.
    public func logits(of source: ImageSource, progress: ProgressBar? = nil) throws -> [Float] {
        try logits(of: source, view: .center, progress: progress)
    }

    func logits(
        of source: ImageSource, view: TestTimeAugmentation.View, progress: ProgressBar?
    ) throws -> [Float] {
        let inference = ClassifierInference(
            model: model, recipe: recipe, outputs: outputs, statistics: statistics)
        let logits = try inference.logits(of: source, view: view) { count in
            progress?.advance(by: count)
            try Interruption.check()
        }
        if let bad = logits.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData,
                "the classifier says \(logits[bad]) of image \(bad / outputs.count): its weights are of a training that diverged;"
                    + " train it again with a lower training.learning_rate")
        }
        return logits
    }

    /// The probability of each label for each image: of its bit being 1 (multi-label), or of being the one (single-label).
    ///
    /// - Parameter progress: advanced by one an image.
    /// - Returns: `[N, K]` in row order, in 0...1.
    /// - Throws: as ``logits(of:progress:)``.
    /// - Precondition: the labels have no heads.
    public func probabilities(of source: ImageSource, progress: ProgressBar? = nil) throws -> [Float] {
        outputs.probabilities(try logits(of: source, progress: progress))
    }
}
