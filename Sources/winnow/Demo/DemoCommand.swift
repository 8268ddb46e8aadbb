import ArgumentParser
import Foundation
import Workspace

/// `winnow demo`
struct DemoCommand: ResumableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run the whole pipeline on drawn faces, to the comparison table and a page.",
        discussion: """
            Draws a small, lopsided set of labelled faces; trains a StarGAN on it; fills a pool with its translations; lets \
            every policy choose from the pool; retrains a ResNet-50 on each choice; and prints who helped. About twelve minutes \
            on two cores.

            EXAMPLE: winnow demo demo
            """)

    @Argument(help: "The folder to make.")
    var out = "demo"
    @Option(help: "The side of the images, in pixels; divisible by 16.")
    var size = 32
    @Option(help: "How many real training images.")
    var real = 400
    @Option(help: "How many samples the pool has for each real image.")
    var fold = 6.0
    @Option(help: "How many times the comparison is repeated; intervals need at least 2.")
    var seeds = 2
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: PlacementOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (16...256).contains(size), size.isMultiple(of: 16) else {
            throw ValidationError("--size \(size): give a number from 16 to 256 that is divisible by 16")
        }
        guard (40...100_000).contains(real) else {
            throw ValidationError("--real \(real): give a number from 40 to 100000")
        }
        guard fold.isFinite, fold >= 1, fold <= 100 else {
            throw ValidationError("--fold \(PlainNumber.text(fold)): give a number from 1 to 100")
        }
        guard (1...100).contains(seeds) else {
            throw ValidationError("--seeds \(seeds): give a number from 1 to 100")
        }
    }

    func work() throws {
        threads.apply()
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        let demo = Demo(
            scale: DemoScale(size: size, real: real, fold: fold, seeds: seeds), seed: seed.seed,
            folder: folder,
            threads: threads.threads)
        let report = try placement.prepare(folder) { try demo.run() }
        Console.note("the page is \(out)/index.html, and all that it was made from lies beside it")
        try Console.output(report)
    }
}
