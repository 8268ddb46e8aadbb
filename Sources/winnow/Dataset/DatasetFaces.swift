import ArgumentParser
import Datasets
import Foundation
import Workspace

/// `winnow dataset faces`
struct DatasetFaces: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "faces",
        abstract: "Draw labelled faces, with imbalance and label noise as asked for.",
        discussion: """
            The faces are drawn by chance: nobody is shown, and the labels are exact unless noise is asked for.

            EXAMPLE: winnow dataset faces data/faces --count 2000 --size 64 --label-noise 0.05
            """)

    @Argument(help: "The folder to make.")
    var out: String
    @Option(help: "How the files are laid out.")
    var layout = FacesDataset.Layout.celeba
    @Option(help: "How many training images.")
    var count = 2000
    @Option(help: "How many validation images. (default: a tenth of the training images)")
    var validation: Int?
    @Option(help: "How many test images. (default: a tenth of the training images)")
    var test: Int?
    @Option(help: "The side of square images, in pixels. (default: 178×218, as CelebA's)")
    var size: Int?
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
        faces.counts = [.train: count, .validation: validation ?? count / 10, .test: test ?? count / 10]
        if let size { (faces.width, faces.height) = (size, size) }
        faces.distribution.labelNoise = labelNoise
        faces.distribution.cueOverlap = cueOverlap
        faces.distribution.male = male
        if balanced { faces.distribution = faces.distribution.balanced }
        if balancedTest { faces.overrides[.test] = faces.distribution.balanced }
        faces.threads = threads.threads
        try faces.distribution.validate()

        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try OutputFolder.prepare(folder, force: placement.force, resume: false, canResume: false)
        let bar = ProgressBar(
            description: "faces", total: faces.counts.values.reduce(0, +), unit: "img")
        try faces.write(to: folder) { _, _ in
            try Interruption.check()
            bar.advance()
        }
        bar.finish()
    }
}

extension FacesDataset.Layout: ExpressibleByArgument {}
