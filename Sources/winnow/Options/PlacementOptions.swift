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

    /// Makes the output folder, or checks that it may be used.
    func prepare(_ folder: URL) throws {
        try OutputFolder.prepare(folder, force: force, resume: resume)
    }
}
