import ArgumentParser
import Foundation
import Pools
import Reports
import Workspace

/// `winnow report build`
struct ReportBuild: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Write the page, tables and figures of a comparison.",
        discussion: """
            Reads comparison.json and writes index.html, comparison.md, comparison.csv and figures/ beside it, replacing those that are \
            there. The page is one file that loads nothing from elsewhere.

            EXAMPLE: winnow report build reports/celeba --pool pools/celeba
            """)

    @Argument(help: "The report's folder, with its comparison.json.")
    var report: String
    @Option(help: "The pool that was compared, to show how its scores are spread.")
    var pool: String?
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let folder = URL(fileURLWithPath: report, isDirectory: true)
        let comparison = try Comparison.load(from: folder.appendingPathComponent("comparison.json"))
        let page = ReportPage(comparison: comparison, scoreDistributions: try distributions())
        try ReportFiles(page).write(to: folder)
        Console.note("wrote \(folder.appendingPathComponent("index.html").path)")
    }

    private func distributions() throws -> [ScoreDistribution] {
        guard let pool else { return [] }
        let opened = try Pool(folder: URL(fileURLWithPath: pool, isDirectory: true))
        return try opened.scoreNames.compactMap { name in
            try opened.scores(named: name).map { ScoreDistribution(policy: name, scores: $0.score) }
        }
    }
}
