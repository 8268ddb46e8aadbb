import Datasets
import Workspace

/// The real images as every run is given them.
struct ExperimentImages: Sendable {
    let schema: LabelSchema
    let train: ImageSource
    let validation: ImageSource
    let test: ImageSource
    /// Of the training images as they are read.
    let statistics: ChannelStatistics

    /// Decoded images are kept where all three splits together take no more bytes than this: every run reads them.
    private static let memoryLimit = 1 << 29

    /// - Parameters:
    ///   - resize: the size that the classifier's transforms begin with.
    ///   - statistics: those of the training images, where they are known already.
    ///   - threads: how many threads decode.
    /// - Throws: what went wrong with the first image that could not be read; `Interrupted`.
    init(_ dataset: Dataset, resize: Int, statistics: ChannelStatistics?, threads: Int) throws {
        schema = dataset.schema
        let files = { (split: Split) in ImageSource.files(dataset.examples(in: split)) }
        let count = Split.allCases.reduce(0) { $0 + dataset.examples(in: $1).count }
        let isKept = DecodedDataset.byteCount(images: count, size: resize) <= Self.memoryLimit
        let total = (isKept ? count : 0) + (statistics == nil ? files(.train).count : 0)
        let bar = ProgressBar(description: "images", total: total, unit: "img")
        let onImage = {
            try Interruption.check()
            bar.advance()
        }
        func source(_ split: Split) throws -> ImageSource {
            let source = files(split)
            return isKept
                ? try DecodedDataset(source, size: resize, threads: threads, onImage: onImage).source : source
        }
        self.statistics =
            try statistics ?? ChannelStatistics(of: files(.train), threads: threads, onImage: onImage)
        train = try source(.train)
        validation = try source(.validation)
        test = try source(.test)
        bar.finish()
    }
}
