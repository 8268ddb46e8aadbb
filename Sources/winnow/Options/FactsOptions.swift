import ArgumentParser
import Foundation
import Workspace

/// How a command prints facts.
struct FactsOptions: ParsableArguments {
    @Flag(help: "Print the facts as JSON.")
    var json = false

    /// Prints the facts on standard output, as JSON where that is asked for and as `text` otherwise.
    func output(_ facts: some Encodable, text: () -> String) throws {
        guard json else { return try Console.output(text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // JSON knows neither infinities nor NaN; Python's reader takes these words.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        try Console.output(String(decoding: encoder.encode(facts), as: UTF8.self) + "\n")
    }
}
