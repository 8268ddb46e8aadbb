import ArgumentParser
import Foundation
import Pools

/// The pool that a command works on.
struct PoolArgument: ParsableArguments {
    @Argument(help: "The pool's folder.")
    var pool: String

    var folder: URL { URL(fileURLWithPath: pool, isDirectory: true) }

    /// Opens the pool, its checksums compared.
    func open() throws -> Pool { try Pool(folder: folder) }
}
