import ArgumentParser
import Pools
import Workspace

/// `winnow pool verify`
struct PoolVerify: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare every file of a pool with its checksums.",
        discussion: "EXAMPLE: winnow pool verify pools/celeba")

    @OptionGroup var pool: PoolArgument
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let verification = try PoolVerification(of: pool.folder) { _ in try Interruption.check() }
        let problems = verification.files.compactMap(\.problem) + [verification.problem].compactMap { $0 }
        try facts.output(verification) {
            "files    \(verification.files.count)\ndamaged  \(problems.count)\n"
                + problems.map { "  \($0)\n" }.joined()
        }
        if let code = verification.exitCode {
            throw WinnowError(
                WinnowError.Kind(rawValue: code) ?? .badData,
                "\(pool.folder.path): \(problems.count == 1 ? "a file is" : "\(problems.count) files are") damaged;"
                    + " restore from a copy, or make the pool again")
        }
    }
}
