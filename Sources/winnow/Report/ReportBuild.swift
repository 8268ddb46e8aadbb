import ArgumentParser
import Foundation
import Pools
import Reports
import Workspace

/// `winnow report build`
struct ReportBuild: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Write the page, tables and figures of a comparison again.",
        discussion: """
            Reads comparison.json and page.json and writes index.html, comparison.md, comparison.csv and figures/ beside them, \
            replacing those that are there. Nothing is trained. The page is one file that loads nothing from elsewhere.

            EXAMPLE: winnow report build reports/celeba
            """)

    @Argument(help: "The report's folder, with its comparison.json.")
    var report: String
    @Option(
        help:
            "The pool that was compared, to show how its scores are spread; without it, the one where it was then."
    )
    var pool: String?
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let folder = URL(fileURLWithPath: report, isDirectory: true)
        let comparison = try Comparison.load(from: folder.appendingPathComponent("comparison.json"))
        let material = try PageMaterial.read(from: folder)
        let pool = try openPool(of: comparison, recorded: material?.pool)
        let page =
            try material?.page(of: comparison, folder: folder, pool: pool)
            ?? ReportPage(
                comparison: comparison,
                scoreDistributions: pool.map { try ScoreDistribution.all(of: $0, for: comparison) } ?? [])
        try ReportFiles(page).write(to: folder)
        Console.note("wrote \(folder.appendingPathComponent("index.html").path)")
    }

    /// The pool that was given, which has to be the right one, or else the recorded one, if it is still there and the same.
    private func openPool(of comparison: Comparison, recorded: String?) throws -> Pool? {
        if let pool {
            let opened = try Pool(folder: URL(fileURLWithPath: pool, isDirectory: true))
            guard opened.identity == comparison.pool.fingerprint else {
                throw WinnowError(
                    .badData,
                    "\(pool): is not the pool that was compared (\(comparison.pool.name)); give that one")
            }
            return opened
        }
        if let recorded, let opened = try? Pool(folder: URL(fileURLWithPath: recorded, isDirectory: true)),
            opened.identity == comparison.pool.fingerprint
        {
            return opened
        }
        Console.note(
            "the pool is not at hand, so the page does not show its scores; give it with --pool"
        )
        return nil
    }
}
