import ArgumentParser

/// `winnow report …`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make and show the page of a comparison.",
        discussion: "EXAMPLE: winnow report build reports/celeba",
        subcommands: [ReportBuild.self, ReportServe.self])
}
