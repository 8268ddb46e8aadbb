import Testing

@testable import TensorEngine

/// A batch of images and the ways in which it can lie in memory.
struct LayoutCase: Sendable, CustomStringConvertible {
    let shape: Shape

    var description: String { "\(shape)" }

    /// Extents that are no multiple of a block, extents of 1, single images.
    static let all: [LayoutCase] = [
        [1, 1, 3, 5], [2, 3, 5, 3], [1, 5, 1, 1], [3, 8, 1, 3], [1, 16, 5, 7], [3, 17, 3, 1], [2, 32, 1, 3],
        [1, 40, 3, 5],
        [2, 1, 1, 1],
    ].map { LayoutCase(shape: $0) }

    /// In natural order, in blocks of channels as convolutions like them, channels last, in blocks of two axes, and in an
    /// order that only a permutation makes.
    static let layouts: [Layout] = [
        .plain,
        Layout(order: [], blocks: [Layout.Block(axis: 1, size: 16)]),
        Layout(order: [], blocks: [Layout.Block(axis: 1, size: 8)]),
        Layout(order: [0, 2, 3, 1], blocks: []),
        Layout(order: [3, 1, 0, 2], blocks: []),
    ]

}

/// The same function of the same tensors on both devices, the processor's in given layouts.
///
/// The results and their gradients are held to single precision's rounding.
func expectSameOnBothDevices(
    _ name: String, _ shapes: [Shape], layouts: [Layout], in range: ClosedRange<Double> = -1...1,
    takingGradients: Bool = true, tolerance: Double = 2e-5, _ function: ([Tensor]) -> Tensor
) {
    var results: [[Double]] = []
    var derivatives: [[[Double]]] = []
    for device in [Device.reference, .cpu] {
        var random = RandomTensors(name)
        let variables = shapes.map { random.tensor($0, range, on: device).asVariable() }
        let inputs = variables.indices.map { position in
            position < layouts.count
                ? variables[position].reordered(to: layouts[position]) : variables[position]
        }
        let output = function(inputs)
        results.append(output.doubles)
        if takingGradients {
            // Laid out as the output is, as it would be on the way back through a network.
            let cotangent = random.tensor(output.shape, on: device).reordered(to: output.layout)
            derivatives.append(
                gradients(of: (output * cotangent).sum(), withRespectTo: variables).map(\.doubles))
        }
    }
    let subject = "\(name) of \(shapes) laid out \(layouts)"
    expectAgreement(results[1], results[0], tolerance: tolerance, subject)
    guard takingGradients else { return }
    for position in shapes.indices {
        expectAgreement(
            derivatives[1][position], derivatives[0][position], tolerance: tolerance,
            "gradient \(position) of \(subject)")
    }
}
