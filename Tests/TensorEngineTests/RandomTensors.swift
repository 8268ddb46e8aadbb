@testable import TensorEngine

/// Draws tensors for tests: the same numbers for the same name.
struct RandomTensors {
    private var stream: RandomStream

    init(_ name: String) {
        stream = RandomStream(seed: 7, name: name)
    }

    mutating func elements(_ count: Int, _ range: ClosedRange<Double> = -1...1) -> [Double] {
        // Rounded to single precision, so that both devices are given the same numbers.
        (0..<count).map { _ in Double(Float(stream.uniform(range.lowerBound, range.upperBound))) }
    }

    mutating func tensor(_ shape: Shape, _ range: ClosedRange<Double> = -1...1, on device: Device) -> Tensor {
        Tensor(elements(shape.count, range), shape: shape, on: device)
    }
}
