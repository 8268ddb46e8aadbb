import Foundation
import TestSupport
import Testing

@testable import TensorEngine

/// Tensors without elements: what only moves or maps elements takes them, what looks at windows or averages refuses them.
@Suite struct EmptyTensorTests {
    @Test(arguments: [Device.cpu, .reference])
    func elementwiseOperationsAndMovementTakeNone(device: Device) {
        let empty = Tensor([Float](), shape: [0, 3, 2, 2], on: device)
        withEvery(
            "result",
            in: [
                empty + empty, empty * 2, empty / Tensor(filledWith: 2, shape: [1, 3, 1, 1], on: device),
                empty.relu(), empty.sigmoid(), empty.addingWithReLU(empty),
                .concatenating([empty, empty], axis: 0),
                Tensor(filledWith: 1, shape: [2, 3, 2, 2], on: device).sliced(axis: 0, 1..<1),
            ]
        ) { result in
            #expect(result.shape == [0, 3, 2, 2] && result.doubles.isEmpty && result.isFinite)
        }
        let ones = Tensor(filledWith: 1, shape: [2, 3, 2, 2], on: device)
        #expect(Tensor.concatenating([empty, ones], axis: 0).doubles == ones.doubles)
        #expect(empty.permuted([1, 2, 3, 0]).shape == [3, 2, 2, 0])
        #expect(empty.permuted([1, 2, 3, 0]).reshaped(to: [0, 12]).doubles.isEmpty)
        #expect(empty.padded(axis: 0, before: 0, after: 1).doubles == [Double](repeating: 0, count: 12))
        #expect(Tensor(filledWith: 1, shape: [3, 1], on: device).expanded(to: [3, 0]).doubles.isEmpty)
    }

    @Test(arguments: [Device.cpu, .reference])
    func theSumOfNothingIsZero(device: Device) {
        let empty = Tensor([Float](), shape: [0, 3, 2, 2], on: device).asVariable()
        #expect(empty.sum().scalar == 0)
        #expect(empty.sum(axes: [0]).doubles == [Double](repeating: 0, count: 12))
        #expect(empty.sum(axes: [0, 2, 3]).doubles == [0, 0, 0])
        #expect(empty.sum(axes: [1]).shape == [0, 1, 2, 2])
        #expect(gradients(of: empty.squared().sum(), withRespectTo: [empty])[0].shape == [0, 3, 2, 2])
    }

    @Test func anEmptyBatchIsRefused() async throws {
        let convolution = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [0, 3, 8, 8]).convolution(
                Tensor(filledWith: 1, shape: [4, 3, 3, 3]))
        }
        try expectMessage(convolution, "convolution", "[0, 3, 8, 8]", "empty")
        let transposed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [0, 3, 8, 8]).transposedConvolution(
                Tensor(filledWith: 1, shape: [3, 4, 4, 4]), stride: 2, padding: 1)
        }
        try expectMessage(transposed, "transposedConvolution", "[0, 3, 8, 8]", "empty")
        let pooled = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [0, 3, 8, 8]).maxPooled(kernel: 2, stride: 2)
        }
        try expectMessage(pooled, "pooling", "[0, 3, 8, 8]", "empty")
        let batchNormalized = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let ones = Tensor(filledWith: 1, shape: [3])
            _ = Tensor(filledWith: 1, shape: [0, 3, 8, 8]).batchNormalized(
                scale: ones, shift: ones, epsilon: 1e-5)
        }
        try expectMessage(batchNormalized, "batchNormalized", "[0, 3, 8, 8]", "empty")
        let product = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [0, 3]).matrixProduct(Tensor(filledWith: 1, shape: [3, 2]))
        }
        try expectMessage(product, "matrixProduct", "[0, 3]", "empty")
        let mean = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 0]).mean()
        }
        try expectMessage(mean, "mean", "[2, 0]", "empty")
        let softmax = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor(filledWith: 1, shape: [2, 0]).logSoftmax(axis: 1)
        }
        try expectMessage(softmax, "logSoftmax", "[2, 0]", "empty")
    }
}
