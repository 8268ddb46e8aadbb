import ArgumentParser
import Foundation
import Workspace

/// `winnow report serve`
struct ReportServe: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Show a report at a local address until Ctrl-C.",
        discussion: """
            Only this machine can reach it, and only files of the report's folder are shown.

            EXAMPLE: winnow report serve reports/celeba --port 8080
            """)

    @Argument(help: "The report's folder, with its index.html.")
    var report: String
    @Option(help: "The port to listen on; 0 takes any that is free.")
    var port: UInt16 = 8080
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let folder = URL(fileURLWithPath: report, isDirectory: true)
        guard FileManager.default.fileExists(atPath: folder.appendingPathComponent("index.html").path) else {
            throw WinnowError(
                .missingInput,
                "\(report): holds no report (there is no index.html); make it with winnow report build")
        }
        let server = try StaticServer(root: folder, port: port)
        try Console.output("http://127.0.0.1:\(server.port)/\n")
        try server.run()
    }
}
