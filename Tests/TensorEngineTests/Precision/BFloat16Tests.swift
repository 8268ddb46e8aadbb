import Foundation
import Testing

@testable import TensorEngine

/// Tensors in bf16: rounding, and operations against single precision.
@Suite struct BFloat16Tests {
    /// To the nearest, ties to even, by way of the bits.
    private func rounded(_ value: Float) -> Float {
        guard value.isFinite else { return value }
        let bits = value.bitPattern
        return Float(bitPattern: (bits &+ 0x7FFF &+ ((bits >> 16) & 1)) & 0xFFFF_0000)
    }

    @Test func conversionRoundsToTheNearest() {
        var random = RandomTensors("bf16 rounding")
        // Ties, signs, subnormal numbers, the largest numbers.
        let edges: [Float] = [
            0, -0.0, 1, -1, 1.00390625, 1.01171875, -1.00390625, .infinity, -.infinity, 3e38,
            .leastNormalMagnitude, Float(bitPattern: 0x3F80_7FFF), Float(bitPattern: 0x3F80_8001),
        ]
        let values = edges + random.elements(500, -1000...1000).map(Float.init)
        let halves = Tensor(values, shape: [values.count]).converted(to: .bfloat16)
        #expect(halves.dtype == .bfloat16)
        #expect(halves.floats == values.map(rounded))
        #expect(halves.converted(to: .float32).dtype == .float32)
        #expect(Tensor([.nan], shape: [1]).converted(to: .bfloat16).floats[0].isNaN)
    }

    /// One rounding at the end of what single precision computes.
    @Test func elementwiseOperationsRoundOnce() {
        var random = RandomTensors("bf16 elementwise")
        let a = random.tensor([3, 20, 5, 7], -2...2, on: .cpu).converted(to: .bfloat16)
        let b = random.tensor([3, 20, 5, 7], -2...2, on: .cpu).converted(to: .bfloat16)
        let (x, y) = (a.converted(to: .float32), b.converted(to: .float32))
        let operations: [(String, (Tensor, Tensor) -> Tensor)] = [
            ("add", { $0 + $1 }), ("subtract", { $0 - $1 }), ("multiply", { $0 * $1 }),
            ("divide", { $0 / ($1.squared() + 1) }), ("leaky ReLU", { p, _ in p.leakyReLU(slope: 0.1) }),
            ("addition and ReLU", { $0.addingWithReLU($1) }),
            ("gradient of leaky ReLU", { $0.leakyReLUGradient(at: $1, slope: 0.1) }),
            ("tanh", { p, _ in p.tanh() }), ("affine", { p, _ in p.affine(scale: 3, shift: 1) }),
        ]
        for (name, operation) in operations {
            let result = operation(a, b)
            #expect(result.dtype == .bfloat16, "\(name)")
            // Where there are two steps, the first rounds as well.
            expectAgreement(
                result.floats, operation(x, y).floats, tolerance: name == "divide" ? 0.03 : 0.01, name)
        }
        #expect((a + b).floats == zip(x.floats, y.floats).map { rounded($0 + $1) })
    }

    @Test func nanStaysNaN() {
        let a = Tensor([.nan, 1, -.infinity], shape: [3]).converted(to: .bfloat16)
        let sum = (a + a).floats
        #expect(sum[0].isNaN && sum[1] == 2 && sum[2] == -.infinity)
        #expect(!a.isFinite)
    }

    @Test func movementKeepsTheType() {
        var random = RandomTensors("bf16 movement")
        let a = random.tensor([2, 20, 3, 3], on: .cpu).converted(to: .bfloat16)
        let x = a.converted(to: .float32)
        let movements: [(String, (Tensor) -> Tensor)] = [
            ("reshaped", { $0.reshaped(to: [4, 90]) }), ("permuted", { $0.permuted([1, 0, 3, 2]) }),
            ("sliced", { $0.sliced(axis: 1, 3..<9) }),
            ("padded", { $0.padded(axis: 2, before: 1, after: 2) }),
            ("concatenated", { Tensor.concatenating([$0, $0], axis: 1) }),
            ("expanded", { $0.sum(axes: [0]).converted(to: $0.dtype).expanded(to: [2, 20, 3, 3]) }),
        ]
        for (name, movement) in movements {
            #expect(movement(a).dtype == .bfloat16, "\(name)")
            expectAgreement(movement(a).floats, movement(x).floats, tolerance: 0.01, name)
        }
        #expect(a.sum(axes: [0, 2, 3]).dtype == .float32)
    }

    /// A small network, forward and back: parameters' gradients are in single precision and near those of single precision.
    @Test func gradientsFlowThrough() throws {
        guard Device.cpu.multipliesBFloat16 else { return }
        func run(_ dtype: DType) -> (loss: Double, gradients: [Tensor]) {
            var random = RandomTensors("bf16 network")
            let images = random.tensor([4, 3, 16, 16], on: .cpu)
            let weights = [
                random.tensor([16, 3, 3, 3], -0.3...0.3, on: .cpu),
                random.tensor([32, 16, 4, 4], -0.1...0.1, on: .cpu),
            ].map { $0.asVariable() }
            let scale = random.tensor([16], 0.5...1.5, on: .cpu).asVariable()
            let shift = random.tensor([16], on: .cpu).asVariable()
            var x = images.converted(to: dtype).convolution(weights[0], padding: 1)
            x = x.batchNormalized(scale: scale, shift: shift, epsilon: 1e-5, fusingReLU: true).output
            x = x.maxPooled(kernel: 2, stride: 2)
            x = x.convolution(weights[1], stride: 2, padding: 1, leakySlope: 0.01)
            x = x.globalAveragePooled().converted(to: .float32)
            let loss = (x.squared()).mean()
            return (loss.scalar, gradients(of: loss, withRespectTo: weights + [scale, shift]))
        }
        let (single, half) = (run(.float32), run(.bfloat16))
        #expect(abs(half.loss / single.loss - 1) < 0.02)
        for (gradient, expected) in zip(half.gradients, single.gradients) {
            #expect(gradient.dtype == .float32)
            // Single elements may lie on the other side of a kink.
            let difference = (gradient - expected).squared().sum().scalar
            #expect(difference < 0.01 * expected.squared().sum().scalar)
        }
    }
}
