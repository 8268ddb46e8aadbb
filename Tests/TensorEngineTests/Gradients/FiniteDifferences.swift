@testable import TensorEngine

/// The gradient of a scalar function by central differences in double precision: (f(x + h) − f(x − h)) / 2h for every
/// element of every point.
func finiteDifferences(
    of function: ([Tensor]) -> Double, at points: [Tensor], step: Double = 1e-5
) -> [[Double]] {
    points.indices.map { position in
        let elements = points[position].doubles
        func value(_ index: Int, _ offset: Double) -> Double {
            var moved = elements
            moved[index] += offset
            var arguments = points
            arguments[position] = Tensor(moved, shape: points[position].shape, on: .reference)
            return function(arguments)
        }
        return elements.indices.map { (value($0, step) - value($0, -step)) / (2 * step) }
    }
}
