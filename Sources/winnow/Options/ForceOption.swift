import ArgumentParser
import Foundation
import Workspace

/// What happens where an output is already there, for commands whose work is not resumed.
struct ForceOption: ParsableArguments {
    @Flag(help: "Replace the output if it exists. Only what Winnow wrote is ever deleted.")
    var force = false

    /// Refuses a file that exists, unless it may be replaced.
    func check(_ file: URL) throws {
        guard force || !FileManager.default.fileExists(atPath: file.path) else {
            throw WinnowError(
                .cannotCreate, "\(file.path): exists already; give --force to replace it, or another name")
        }
    }
}
