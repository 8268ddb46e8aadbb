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
        let missing = verification.files.count { $0.state == .missing }
        try facts.output(verification) {
            "files    \(verification.files.count)\nmissing  \(missing)\ndamaged  \(problems.count - missing)\n"
                + problems.map { "  \($0)\n" }.joined()
        }
        if let code = verification.exitCode {
            throw WinnowError(
                WinnowError.Kind(rawValue: code) ?? .badData,
                "\(pool.folder.path): \(Self.phrase(missing: missing, damaged: problems.count - missing)); see above for how to"
                    + " mend it")
        }
    }

    /// `1 file is missing and 2 are damaged`.
    private static func phrase(missing: Int, damaged: Int) -> String {
        let parts = [(missing, "missing"), (damaged, "damaged")].filter { $0.0 > 0 }
        return parts.enumerated().map { position, part in
            let count = position == 0 ? PlainNumber.count(part.0, "file") : "\(part.0)"
            return "\(count) \(part.0 == 1 ? "is" : "are") \(part.1)"
        }.joined(separator: " and ")
    }
}
