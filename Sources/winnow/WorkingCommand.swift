import ArgumentParser
import Foundation
import Workspace

/// A command that does work, and can be told to be quiet about it.
protocol WorkingCommand: ParsableCommand {
    var console: ConsoleOptions { get }

    /// Does what the command is for. Facts go to `Console.output`, notes to `Console.note`.
    func work() throws
}

/// A command whose work can be interrupted and gone on with.
protocol ResumableCommand: WorkingCommand {
    var placement: PlacementOptions { get }
    /// The folder that it makes.
    var out: String { get }
}

extension ResumableCommand {
    /// Whether `--resume` has something to go on with.
    var canBeResumed: Bool { OutputFolder.holdsRun(URL(fileURLWithPath: out, isDirectory: true)) }
}

extension WorkingCommand {
    func run() throws {
        Console.isQuiet = console.quiet
        try work()
    }
}
