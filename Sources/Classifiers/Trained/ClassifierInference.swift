import Datasets
import NeuralNetwork
import TensorEngine
import Workspace

/// What it takes to ask a network for the labels of images: how they are cropped, scaled and batched.
struct ClassifierInference {
    let model: any ImageClassifier
    let recipe: ClassifierRecipe
    let outputs: ClassifierOutputs
    let statistics: ChannelStatistics

    /// The same for every set, so that an image's logits do not depend on what is asked beside it more than they must.
    static let batchSize = 64

    /// The logits of every image, from its centre crop.
    ///
    /// - Parameter onBatch: called after each batch with its number of images.
    /// - Returns: `[N, K]` in row order.
    func logits(of source: ImageSource, onBatch: (Int) throws -> Void = { _ in }) throws -> [Float] {
        let loader = Loader(
            source: source, order: Array(0..<source.count), batchSize: Self.batchSize,
            transform: ImageTransforms.classifierTesting(resize: recipe.resize, imageSize: recipe.imageSize),
            seed: 0, epoch: 0)
        var logits: [Float] = []
        logits.reserveCapacity(source.count * outputs.count)
        while let batch = try loader.next() {
            GradientRecording.off {
                logits.append(contentsOf: model(tensor(of: batch), mode: .inference).floats)
            }
            try onBatch(batch.count)
        }
        return logits
    }

    /// `[N, 3, S, S]`, normalised.
    func tensor(of batch: Batch) -> Tensor {
        Tensor(
            images: batch.images, count: batch.count, height: batch.size, width: batch.size,
            mean: statistics.mean.map(Float.init), deviation: statistics.deviation.map(Float.init),
            on: model.parameters.device)
    }
}
