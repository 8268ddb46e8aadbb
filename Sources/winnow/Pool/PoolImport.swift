import ArgumentParser
import Datasets
import Foundation
import Pools
import Workspace

/// `winnow pool import`
struct PoolImport: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a pool of another generator's images.",
        discussion: """
            SOURCE is a folder with one for each label, or with a metadata.csv or metadata.jsonl (file_name, and target or label), or an \
            HDF5 file with imgs and labels, as PyTorch-StudioGAN writes it, or images and target. Winnow cannot know what the generator \
            was trained on: with --data you say that it has seen the train split of that data set and none of its validation and test \
            images, and the pool is then taken with that split alone.

            EXAMPLE: winnow pool import samples/stylegan --data data/affectnet --out pools/stylegan
            """)

    @Argument(help: "The folder or the HDF5 file.")
    var source: String
    @Option(
        help:
            "The labels' names in the order of their numbers, as A,B,…; without it, those of the data set, or those that the source names."
    )
    var labels: String?
    @Option(help: "With --labels: whether an image has one label or any number of them.")
    var task: Task?
    @Option(help: "The data set's folder whose train split the generator was trained on.")
    var data: String?
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Option(help: "Bring all images to this many pixels a side, after taking the middle square of each.")
    var resize: Int?
    @Option(help: "Samples a shard; without it 1024, or fewer where the images are large.")
    var shardSize: Int?
    @Flag(help: "Leave out lines and images that are no good, and say which.")
    var skipBad = false
    @Option(help: "The pool's folder to make.")
    var out: String
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        if let resize, !(1...PoolHeader.imageSizeLimit).contains(resize) {
            throw ValidationError(
                "--resize \(resize): give a number from 1 to \(PoolHeader.imageSizeLimit)")
        }
        if let shardSize, !(1...1_000_000).contains(shardSize) {
            throw ValidationError("--shard-size \(shardSize): give a number from 1 to 1000000")
        }
        if let names, Set(names).count != names.count || names.contains("") || names.isEmpty {
            throw ValidationError("--labels \(labels ?? ""): give different names, as A,B,…")
        }
        if task != nil, labels == nil { throw ValidationError("--task goes with --labels") }
    }

    private var names: [String]? {
        labels?.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    func work() throws {
        threads.apply()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        let place = URL(fileURLWithPath: source)
        try placement.check(folder)
        try OutputFolder.check(folder, holdsNo: place)
        guard FileManager.default.fileExists(atPath: place.path) else {
            throw WinnowError(.missingInput, "\(place.path): no such file or folder; check the path")
        }
        let dataset = try openDataset()
        let images = try open(place, schema: dataset?.schema ?? named(place))
        let importer = try PoolImporter(
            images, shardSize: shardSize, dataset: dataset, version: Winnow.version)
        try placement.prepare(folder) { try importer.write(to: folder, resume: placement.resume) }
        if dataset == nil {
            Console.note(
                "without --data nobody knows what the generator has seen; results hold only if it has seen no validation or test images"
            )
        }
    }

    /// The data set, none of whose images are decoded: its labels and its train split are of interest here.
    private func openDataset() throws -> Dataset? {
        guard let data else { return nil }
        let root = URL(fileURLWithPath: data, isDirectory: true)
        do {
            return try Dataset.open(root, layout: layout, attributes: names)
        } catch let error as WinnowError where error.kind == .usage && names != nil {
            // A single-label set has no attributes to choose from; its labels may be named all the same.
            let dataset = try Dataset.open(root, layout: layout)
            guard dataset.schema.names == names else { throw error }
            return dataset
        }
    }

    /// The labels that are given by name.
    private func named(_ place: URL) throws -> LabelSchema? {
        guard let names else { return nil }
        if let task { return LabelSchema(task: task, names: names) }
        let isFile = ImportSource.isHDF5(place)
        return LabelSchema(
            task: try isFile ? ImportSource.task(ofHDF5: place) : .singleLabel, names: names)
    }

    private func open(_ place: URL, schema: LabelSchema?) throws -> ImportSource {
        if ImportSource.isHDF5(place) {
            return try ImportSource(hdf5: place, schema: schema, resize: resize)
        }
        var bar: ProgressBar?
        let images = try ImportSource(
            folder: place, schema: schema, resize: resize, skipBad: skipBad, threads: threads.threads,
            onOpen: { bar = ProgressBar(description: "checking images", total: $0, unit: "img") },
            onImage: {
                bar?.advance()
                try Interruption.check()
            })
        bar?.finish()
        return images
    }
}
