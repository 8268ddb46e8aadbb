import Datasets
import Foundation
import Workspace

/// Classifiers of the same labels that answer together: with the mean of their probabilities, over all views of an image.
public struct ClassifierEnsemble {
    /// At least one. Each scales, crops and normalises images as it was trained to.
    public let members: [TrainedClassifier]

    /// What the logits stand for.
    public var outputs: ClassifierOutputs { members[0].outputs }

    /// - Parameter members: classifiers, and what messages call them.
    /// - Throws: `WinnowError` of kind `.usage` where one has other labels than the first.
    /// - Precondition: there is at least one.
    public init(_ members: [(name: String, classifier: TrainedClassifier)]) throws {
        let first = members[0]
        for other in members.dropFirst() where other.classifier.outputs != first.classifier.outputs {
            throw WinnowError(
                .usage,
                "\(other.name): its labels are \(Self.text(other.classifier)), and those of \(first.name) are"
                    + " \(Self.text(first.classifier)); take classifiers of the same labels")
        }
        self.members = members.map(\.classifier)
    }

    private static func text(_ classifier: TrainedClassifier) -> String {
        let schema = classifier.schema
        return schema.task == .multiHead
            ? "\(schema.heads.map(\.name).joined(separator: ", ")) (\(classifier.outputs.count) outputs)"
            : "\(schema.names.joined(separator: ",")) (\(schema.task.rawValue))"
    }

    /// How often each image is given to a network.
    public func passCount(_ augmentation: TestTimeAugmentation) -> Int {
        members.count * augmentation.views.count
    }

    /// The logits that stand for the mean probabilities; those of a single classifier and view are its own.
    ///
    /// A regressed number's output is the mean itself.
    ///
    /// - Parameter progress: advanced by one an image and pass.
    /// - Returns: `[N, K]` in row order, all finite.
    /// - Throws: as ``TrainedClassifier/logits(of:progress:)``.
    public func logits(
        of source: ImageSource, augmentation: TestTimeAugmentation = .none, progress: ProgressBar? = nil
    ) throws -> [Float] {
        let passes = try members.flatMap { member in
            try augmentation.views.map { try member.logits(of: source, view: $0, progress: progress) }
        }
        return passes.count == 1 ? passes[0] : outputs.averaged(passes)
    }

    /// How good the answers on a set are.
    ///
    /// - Parameter groupedBy: the two labels whose combinations are the groups of multi-label data.
    /// - Throws: as ``logits(of:augmentation:progress:)``, and what `PredictionMetrics` throws.
    public func metrics(
        on source: ImageSource, groupedBy: (String, String)? = nil,
        augmentation: TestTimeAugmentation = .none,
        progress: ProgressBar? = nil
    ) throws -> PredictionMetrics {
        try PredictionMetrics(
            logits: logits(of: source, augmentation: augmentation, progress: progress),
            targets: source.labels, outputs: outputs, groupedBy: groupedBy)
    }
}
