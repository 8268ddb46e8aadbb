import ArgumentParser
import Foundation
import Pools
import Workspace

/// `winnow pool export`
struct PoolExport: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a pool, or a selection of it, for other programs.",
        discussion: """
            imagefolder is a folder of PNG files, as torchvision's ImageFolder reads it, with metadata.csv; webdataset is a folder of \
            tar files; hdf5 is one file in PyTorch-StudioGAN's layout, imgs and labels; numpy is a folder of .npy files with scores and \
            labels, but no images.

            EXAMPLE: winnow pool export pools/celeba --selection cl-sam-2x --format imagefolder --out exports/cl-sam-2x
            """)

    @OptionGroup var pool: PoolArgument
    @Option(help: "A selection's name, or a file ending in .h5; without it, the whole pool.")
    var selection: String?
    @Option(help: "What to write.")
    var format: ExportFormat
    @Option(help: "The folder to make, or with hdf5 the file.")
    var out: String
    @Option(help: "With webdataset: samples a tar file.")
    var tarSize = 10_000
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: ForceOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (1...10_000_000).contains(tarSize) else {
            throw ValidationError("--tar-size \(tarSize): give a number from 1 to 10000000")
        }
    }

    /// What was written.
    private struct Facts: Encodable {
        let format: String
        let out: String
        let count: Int
    }

    func work() throws {
        let url = URL(fileURLWithPath: out, isDirectory: !format.isFile)
        try OutputFolder.check(url, holdsNo: pool.folder)
        if format.isFile {
            try placement.check(url)
        } else {
            try OutputFolder.check(url, force: placement.force, resume: false, canResume: false)
        }
        let opened = try pool.open()
        let samples = try ExportedSamples(
            of: opened, selection: selection.map { try opened.selection(ofNameOrFile: $0) })
        let bar = ProgressBar(description: "export", total: samples.count, unit: "img")
        try samples.write(
            format, to: url, force: placement.force, tarSize: tarSize, threads: threads.threads, progress: bar
        )
        bar.finish()
        let told = Facts(format: format.rawValue, out: url.relativePath, count: samples.count)
        try facts.output(told) {
            "format   \(told.format)\nout      \(told.out)\nsamples  \(told.count)\n"
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}
