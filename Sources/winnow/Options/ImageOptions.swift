import ArgumentParser
import Datasets
import Foundation
import Workspace

/// What becomes of images that a command cannot read.
struct ImageOptions: ParsableArguments {
    @Flag(help: "Leave out images that cannot be read, and say which.")
    var skipBad = false

    /// The images that can be read; all are decoded, so that nothing bad comes to light during the work.
    ///
    /// - Throws: as `ImageFiles.readable`; `Interrupted`.
    func readable(_ files: [String], threads: Int) throws -> [String] {
        let bar = bar("checking images", files)
        let (readable, problems) = try ImageFiles.readable(files, skipBad: skipBad, threads: threads) {
            bar?.advance()
            try Interruption.check()
        }
        bar?.finish()
        for problem in problems { Console.note("left out: \(problem)") }
        return readable
    }

    /// Progress over images, each of which is taken so many times; nil for a single one, which takes no time.
    func bar(_ description: String, _ files: [String], passes: Int = 1) -> ProgressBar? {
        files.count > 1
            ? ProgressBar(description: description, total: files.count * passes, unit: "img") : nil
    }
}
