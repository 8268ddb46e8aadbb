import ArgumentParser
import Foundation
import Workspace

/// The command line: it parses, runs, and turns errors into one clear line and an exit code.
@main
struct Winnow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow",
        abstract: "A workbench for making and filtering GAN training data.",
        discussion: """
            EXAMPLE: winnow dataset inspect data/celeba

            Facts go to standard output, progress and notes to standard error. Exit codes: 0 done, 64 wrong usage, 65 bad \
            data, 66 input missing, 73 cannot create output, 74 input or output failed, 78 bad recipe, 130 or 143 \
            interrupted, 70 a defect of Winnow's.
            """,
        version: "winnow \(version)",
        subcommands: [
            DemoCommand.self, DatasetCommand.self, GeneratorCommand.self, PoolCommand.self,
            PolicyCommand.self, ClassifierCommand.self, CompareCommand.self, ReportCommand.self,
            BenchCommand.self,
        ])

    static let version = "0.1.0"

    static func main() {
        IdleThreads.waitSuitably()
        Interruption.install()
        AlgorithmCache.open()
        var command: any ParsableCommand
        do {
            command = try parseAsRoot()
        } catch {
            leave(afterParsing: error)
        }
        do {
            try command.run()
            try Interruption.check()
        } catch {
            leave(
                afterRunning: error, canBeResumed: (command as? any ResumableCommand)?.canBeResumed ?? false)
        }
    }

    /// Prints help, the version or what is wrong with the arguments.
    private static func leave(afterParsing error: any Error) -> Never {
        let text = fullMessage(for: error)
        if exitCode(for: error).isSuccess {
            leave { try Console.output(text + "\n") }
        }
        let hint = text.split(separator: "\n").first { $0.contains("See '") }
        Console.error(
            inOneLine(message(for: error)) + (hint.map { "\n\($0.trimmingPrefix { $0 == " " })" } ?? ""))
        Foundation.exit(WinnowError.Kind.usage.rawValue)
    }

    /// The message with a list in its line that the parser, where it is long, sets one value below the other.
    private static func inOneLine(_ message: String) -> String {
        message.replacing(":\n  - ", with: ": ").replacing("\n  - ", with: ", ")
    }

    /// - Parameter canBeResumed: whether `--resume` would go on with what the command has done.
    private static func leave(afterRunning error: any Error, canBeResumed: Bool = false) -> Never {
        switch error {
        case let error as WinnowError:
            let advice = canBeResumed && error.kind == .ioFailed ? "; then go on with --resume" : ""
            Console.error(error.message + advice)
            Foundation.exit(error.kind.rawValue)
        case let interrupted as Interrupted:
            Console.line("winnow: interrupted" + (canBeResumed ? "; go on with --resume" : ""))
            Foundation.exit(interrupted.exitCode)
        case is CleanExit, is ValidationError, is ExitCode:
            leave(afterParsing: error)
        case let error where exitCode(for: error).isSuccess:
            // A command with subcommands and none given asks for its help by throwing.
            leave(afterParsing: error)
        default:
            Console.error("\(error) (this is a defect of Winnow's; please report it)")
            Foundation.exit(WinnowError.Kind.bug.rawValue)
        }
    }

    /// Ends the process with success, or as `last` fails.
    private static func leave(_ last: () throws -> Void) -> Never {
        do {
            try last()
        } catch {
            leave(afterRunning: error)
        }
        Foundation.exit(0)
    }
}
