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

    /// The logits of every image.
    ///
    /// - Parameters:
    ///   - view: which part of it the network is given.
    ///   - onBatch: called after each batch with its number of images.
    /// - Returns: `[N, K]` in row order.
    func logits(
        of source: ImageSource, view: TestTimeAugmentation.View = .center,
        onBatch: (Int) throws -> Void = { _ in }
    ) throws -> [Float] {
        let loader = Loader(
            source: source, order: Array(0..<source.count), batchSize: Self.batchSize,
            transform: ImageTransforms.classifierView(
                view.position, mirrored: view.isMirrored, resize: recipe.resize, imageSize: recipe.imageSize),
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
