import NeuralNetwork
import Workspace

/// Runs `body`; a weight file that it refuses becomes the command line's kind of error.
func refusingBadWeights<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as WeightsError {
        throw WinnowError(error.kind == .access ? .missingInput : .badData, error.description)
    }
}
