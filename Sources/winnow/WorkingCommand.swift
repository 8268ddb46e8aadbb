import ArgumentParser
import Workspace

/// A command that does work, and can be told to be quiet about it.
protocol WorkingCommand: ParsableCommand {
    var console: ConsoleOptions { get }

    /// Does what the command is for. Facts go to `Console.output`, notes to `Console.note`.
    func work() throws
}

extension WorkingCommand {
    func run() throws {
        Console.isQuiet = console.quiet
        try work()
    }
}
