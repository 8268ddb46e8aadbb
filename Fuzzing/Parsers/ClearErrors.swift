import Foundation
import NeuralNetwork
import Workspace

/// Whether each refusal is printed, to see what becomes of an input.
private let isShowing = ProcessInfo.processInfo.environment["FUZZ_SHOW"] != nil

// No preconditions, whose messages an optimised build leaves out.

/// Runs what may succeed or refuse its input, and traps where it refuses by anything else than a line that a person can act on.
func expectClearError(_ body: () throws -> Void) {
    do {
        try body()
    } catch let error as WinnowError {
        guard error.kind != .bug else { fatalError("a bad input is taken for a defect: \(error.message)") }
        expectPlainLine(error.message)
    } catch let error as WeightsError {
        expectPlainLine(error.description)
    } catch {
        fatalError("an error of another type: \(error)")
    }
}

/// Traps where text from a file would break a line of output or steer the terminal.
func expectPlainLine(_ line: String) {
    if isShowing { print(line) }
    let isPlain = line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isPlain else { fatalError("control characters in: \(line.debugDescription)") }
}
