import Datasets
import Policies
import Pools
import Workspace

/// The real images and the pool of a comparison, found to belong together.
public struct ExperimentData: Sendable {
    public let dataset: Dataset
    public let pool: Pool
    /// The fingerprint of each split.
    let fingerprints: [Split: String]
    /// The labels of the real training images.
    var trainLabels: [Label] { dataset.examples(in: .train).map(\.label) }

    /// Makes sure that the pool was made from this data set's train split and nothing else, so that no sample of it is a
    /// translation of a validation or test image; an imported pool is taken at the word of its importer.
    ///
    /// - Throws: `WinnowError` `.badData` where the labels differ, a split is empty, the pool was made from another train
    ///   split, or a sample's source is not the training image that it says; `.missingInput` where an image has gone.
    public init(dataset: Dataset, pool: Pool) throws {
        let root = dataset.root.path
        try pool.checkOrigin(dataset)
        for split in Split.allCases where dataset.examples(in: split).isEmpty {
            throw WinnowError(
                .badData,
                "\(root): has no \(split.rawValue) images, and a comparison needs all three splits; add some")
        }
        var fingerprints: [Split: String] = [:]
        for split in Split.allCases { fingerprints[split] = try dataset.fingerprint(of: split) }
        let examples = dataset.examples(in: .train)
        for (sample, (row, source)) in zip(pool.sourceIndex ?? [], pool.sources ?? []).enumerated() {
            guard examples.indices.contains(Int(row)), examples[Int(row)].label == source else {
                throw WinnowError(
                    .badData,
                    "\(pool.folder.path): sample \(sample) says that it translates training image \(row), which is not so; "
                        + "make the pool anew with winnow pool generate")
            }
        }
        self.dataset = dataset
        self.pool = pool
        self.fingerprints = fingerprints
    }

    /// The classes that the pool's samples are ranked in, with the real images' counts.
    func classes(within: SampleClasses.Within) -> SampleClasses {
        pool.classes(within: within, realLabels: trainLabels)
    }
}
