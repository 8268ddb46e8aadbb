import Classifiers
import Foundation

/// What a finished training tells.
struct TrainingFacts: Encodable {
    let folder: String
    /// After how many steps the classifier was as it is kept.
    let chosenStep: Int
    let validationAccuracy: Double
    let validationLoss: Double
    /// The share of the training's time that was spent waiting for images; missing where nothing was trained.
    let waitingShare: Double?

    enum CodingKeys: String, CodingKey {
        case folder
        case chosenStep = "chosen_step"
        case validationAccuracy = "validation_accuracy"
        case validationLoss = "validation_loss"
        case waitingShare = "waiting_share"
    }

    init(_ classifier: TrainedClassifier, choice: TrainedClassifier.Choice, folder: URL) {
        self.folder = folder.relativePath
        chosenStep = choice.step
        validationAccuracy = choice.accuracy
        validationLoss = choice.loss
        waitingShare = classifier.waitingShare
    }

    var text: String {
        """
        classifier           \(folder)
        best at step         \(chosenStep)
        validation accuracy  \(String(format: "%.2f %%", validationAccuracy * 100))
        validation loss      \(String(format: "%.4f", validationLoss))

        """
    }
}
