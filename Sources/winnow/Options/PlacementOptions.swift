import ArgumentParser
import Foundation
import Workspace

/// What happens where an output is already there.
struct PlacementOptions: ParsableArguments {
    @Flag(help: "Replace the output if it exists. Only what Winnow wrote is ever deleted.")
    var force = false
    @Flag(help: "Go on with the run that the output holds.")
    var resume = false

    func validate() throws {
        if force && resume {
            throw ValidationError("--force starts anew and --resume goes on; give one of them")
        }
    }

    /// Refuses a folder that cannot be used; for commands that look at much else before they make it.
    func check(_ folder: URL) throws {
        try OutputFolder.check(folder, force: force, resume: resume)
    }

    /// Makes the output folder, and does the work in it. Where the work fails before it has written anything, the folder is
    /// removed again.
    func prepare<Result>(_ folder: URL, _ work: () throws -> Result) throws -> Result {
        try OutputFolder.prepare(folder, force: force, resume: resume)
        do {
            return try work()
        } catch {
            OutputFolder.removeIfUnused(folder)
            throw error
        }
    }
}
