import Datasets
import Foundation
import NeuralNetwork
import Workspace

extension TrainedClassifier {
    /// The statistics of ImageNet's training images, which torchvision's models are normalised by.
    public static let imageNetStatistics = ChannelStatistics(
        mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])

    /// A classifier whose weights were trained elsewhere; its recipe's training is of no epochs.
    ///
    /// - Parameters:
    ///   - weights: a file that `WeightsFile` reads, under PyTorch's names.
    ///   - labels: the labels' names in order; nil for their numbers.
    ///   - imageSize: pixels along a side of the centre crop that the network is given.
    ///   - resize: pixels along a side of the image that it is cropped from.
    /// - Throws: `WinnowError` of kind `.missingInput` where there is no file, `.badData` where it holds another model, `.usage`
    ///   where the labels are not as many as the network's or images are too small for it.
    /// - Precondition: `imageSize <= resize`.
    public convenience init(
        weights: URL, model name: ModelName, task: Task, labels: [String]? = nil, imageSize: Int, resize: Int,
        statistics: ChannelStatistics = imageNetStatistics
    ) throws {
        if let reason = name.refusal(ofImageSize: imageSize) {
            throw WinnowError(.usage, "--image-size \(reason)")
        }
        let stored = try PretrainedWeights(contentsOf: weights)
        let count = try stored.classCount(headPath: name.headPath)
        let names = labels ?? (0..<count).map(String.init)
        guard names.count == count, Set(names).count == count else {
            throw WinnowError(
                .usage,
                "\(weights.path): the network has \(count) labels; give as many different names, not \(names.count)"
            )
        }
        let model = name.makeModel(classes: count, seed: nil)
        try stored.load(into: model.parameters, replacingHeadAt: nil)
        self.init(
            model: model,
            recipe: ClassifierRecipe(
                model: name, imageSize: imageSize, resize: resize, pretrained: weights,
                training: TrainingRecipe(
                    budget: .epochs(0), batch: ClassifierInference.batchSize, learningRate: 0)),
            schema: LabelSchema(task: task, names: names), statistics: statistics, choice: nil,
            waitingShare: nil)
    }
}
