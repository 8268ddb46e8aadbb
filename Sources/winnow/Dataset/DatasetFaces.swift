import ArgumentParser
import Datasets
import Foundation
import Synchronization
import Workspace

/// `winnow dataset faces`
struct DatasetFaces: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "faces",
        abstract: "Draw labelled faces, with imbalance and label noise as asked for.",
        discussion: """
            The faces are drawn by chance: nobody is shown, and the labels are exact unless noise is asked for. Layouts are those of \
            --layout in other commands. Where one asks for a race, a band of skin tones stands in for it.

            EXAMPLE: winnow dataset faces data/faces --count 2000 --size 64 --label-noise 0.05
            """)

    @Argument(help: "The folder to make.")
    var out: String
    @Option(help: "How the files are laid out.")
    var layout = FacesLayout.celeba
    @Option(help: "How many training images; of a layout without splits, all images.")
    var count = 2000
    @Option(help: "How many validation images. (default: a tenth of the training images)")
    var validation: Int?
    @Option(help: "How many test images. (default: a tenth of the training images)")
    var test: Int?
    @Option(
        help:
            "The side of square images, in pixels. (default: the layout's size, such as 178×218 for CelebA's)"
    )
    var size: Int?
    @Flag(help: "Add the flawed names, files and lines that the layout's real sets are known to have.")
    var quirks = false
    @Option(help: "The probability that a label is wrong.")
    var labelNoise = 0.0
    @Option(help: "How often what is seen misleads about a label, from 0 to 1.")
    var cueOverlap = FaceDistribution().cueOverlap
    @Option(help: "The share of men.")
    var male = FaceDistribution().male
    @Flag(help: "Make every group and expression equally frequent in the training images too.")
    var balanced = false
    @Flag(help: "Make every group and expression equally frequent in the test images.")
    var balancedTest = false
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: ForceOption
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        var faces = FacesDataset(seed: seed.seed)
        faces.layout = layout
        faces.hasQuirks = quirks
        func usualCount(_ split: Split) -> Int { layout.splits.contains(split) ? count / 10 : 0 }
        faces.counts = [
            .train: count, .validation: validation ?? usualCount(.validation),
            .test: test ?? usualCount(.test),
        ]
        (faces.width, faces.height) = size.map { ($0, $0) } ?? layout.usualSize
        faces.distribution.labelNoise = labelNoise
        faces.distribution.cueOverlap = cueOverlap
        faces.distribution.male = male
        if balanced { faces.distribution = faces.distribution.balanced }
        if balancedTest { faces.overrides[.test] = faces.distribution.balanced }
        faces.threads = threads.threads
        try faces.distribution.validate()

        let folder = URL(fileURLWithPath: out, isDirectory: true)
        let bar = Mutex<ProgressBar?>(nil)
        try faces.write(to: folder, force: placement.force) { _, total in
            try Interruption.check()
            bar.withLock { bar in
                if bar == nil { bar = ProgressBar(description: "faces", total: total, unit: "img") }
                bar?.advance()
            }
        }
        bar.withLock { $0?.finish() }
    }
}

extension FacesLayout: ExpressibleByArgument {}
