import Classifiers
import Datasets
import NeuralNetwork
import TensorEngine

/// Reading JPEG files for training, as the classifiers do: the centred square resized to nine eighths of the size, a crop at a
/// corner or the centre, a flip, and numbers of mean 0 and deviation 1.
extension BenchmarkStep {
    /// The data set once through.
    func jpegBatches(_ files: BenchmarkFiles) throws -> PreparedStep {
        let images = try JPEGImages(files, size: size, batch: batch)
        return PreparedStep(imageCount: images.count) { try images.forEachBatch { _, _ in } }
    }

    /// The data set once through, and a step of ResNet-50 for each batch.
    func jpegTraining(_ precision: Precision, _ files: BenchmarkFiles) throws -> PreparedStep {
        let images = try JPEGImages(files, size: size, batch: batch)
        let model = ResNet(classes: images.schema.count, seed: 0)
        model.precision = precision
        let optimizer = SGD(model.parameters.learned, learningRate: 0.01, momentum: 0.9)
        return PreparedStep(imageCount: images.count) {
            try images.forEachBatch { batch, labels in
                optimizer.step(down: Loss.binaryCrossEntropy(model(batch, mode: .training), targets: labels))
            }
        } waitingSeconds: {
            images.waitingSeconds
        }
    }
}

/// The training split of a data set, an epoch at a time.
private final class JPEGImages {
    let schema: LabelSchema
    let count: Int
    private(set) var waitingSeconds = 0.0
    private let examples: [Example]
    private let statistics: ChannelStatistics
    private let size: Int
    private let batch: Int
    private var epoch = 0

    init(_ files: BenchmarkFiles, size: Int, batch: Int) throws {
        let dataset = try files.dataset()
        schema = dataset.schema
        examples = dataset.examples(in: .train)
        count = examples.count
        statistics = try ChannelStatistics(of: .files(examples))
        (self.size, self.batch) = (size, batch)
    }

    func forEachBatch(_ body: (_ images: Tensor, _ labels: Tensor) throws -> Void) throws {
        var stream = RandomStream(seed: 0, name: "bench/order/\(epoch)")
        let loader = Loader(
            examples: examples, order: Array(examples.indices).shuffled(using: &stream), batchSize: batch,
            transform: ImageTransforms.classifierTraining(resize: size * 9 / 8, imageSize: size), seed: 0,
            epoch: epoch)
        while let batch = try loader.next() {
            let images = Tensor(
                images: batch.images, count: batch.count, height: batch.size, width: batch.size,
                mean: statistics.mean.map(Float.init), deviation: statistics.deviation.map(Float.init))
            let labels = Tensor(
                batch.labels.flatMap { schema.vector(of: $0) }, shape: [batch.count, schema.count])
            try body(images, labels)
        }
        waitingSeconds += loader.waitingSeconds
        epoch += 1
    }
}
