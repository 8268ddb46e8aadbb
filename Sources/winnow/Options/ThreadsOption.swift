import ArgumentParser
import Foundation
import TensorEngine

/// How many threads a command computes with.
struct ThreadsOption: ParsableArguments {
    @Option(help: "How many threads to compute with.")
    var threads = ProcessInfo.processInfo.activeProcessorCount

    func validate() throws {
        guard (1...1024).contains(threads) else {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024")
        }
    }

    /// Tells the engine.
    func apply() { ThreadPool.threadCount = threads }
}
