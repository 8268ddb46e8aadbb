import TestSupport
import Testing

@testable import TensorEngine

/// Who shares memory with whom, and who lets go of it when.
@Suite struct OwnershipTests {
    /// Walking back lets go of what each operation kept as soon as it has been used, even while the loss is held.
    @Test func gradientsReleaseTheGraphAsTheyGo() {
        let x = Tensor(filledWith: 0.5, shape: [64]).asVariable()
        var held: [WeakStorage] = []
        var y = x
        for _ in 0..<5 {
            y = y.exponential() * 0.1
            held.append(WeakStorage(y))
        }
        let loss = y.sum()
        y = x
        #expect(held.dropLast().allSatisfy { $0.isAlive })
        _ = gradients(of: loss, withRespectTo: [x])
        #expect(held.allSatisfy { !$0.isAlive })
        #expect(loss.requiresGradient)
    }

    /// A rule's own memory goes too: a normalization's statistics and mask, a pooling's workspace.
    @Test func gradientsReleaseWhatRulesHold() throws {
        let x = Tensor((0..<64).map { Float($0 % 7) }, shape: [2, 2, 4, 4]).asVariable()
        let ones = Tensor(filledWith: 1, shape: [2])
        var normalized: (output: Tensor, mean: Tensor, variance: Tensor)? = x.batchNormalized(
            scale: ones, shift: ones, epsilon: 1e-5, fusingReLU: true)
        let mean = WeakStorage(try #require(normalized).mean)
        let loss = try #require(normalized).output.sum()
        normalized = nil
        #expect(mean.isAlive)
        _ = gradients(of: loss, withRespectTo: [x])
        #expect(!mean.isAlive)
    }

    @Test func aRetainedGraphKeepsWhatItNeeds() {
        let x = Tensor(filledWith: 0.5, shape: [64]).asVariable()
        let loss = (x.exponential() * 0.1).exponential().sum()
        let before = gradients(of: loss, withRespectTo: [x], retainingGraph: true)[0].doubles
        #expect(gradients(of: loss, withRespectTo: [x])[0].doubles == before)
    }

    @Test(arguments: [Device.cpu, .reference])
    func optimizersLeaveCopiesAlone(device: Device) {
        var parameter = Tensor(filledWith: 1, shape: [40], on: device)
        var velocity = Tensor(filledWith: 2, shape: [40], on: device)
        let copies = (parameter, velocity, parameter.reshaped(to: [5, 8]))
        let gradient = Tensor(filledWith: 0.5, shape: [40], on: device)
        func step() {
            ParameterUpdate.stochasticGradientDescent(
                &parameter, velocity: &velocity, gradient: gradient, learningRate: 0.1, momentum: 0.9,
                nesterov: true,
                weightDecay: 0, isFirst: false)
        }
        step()
        expectClose(velocity.doubles, [Double](repeating: 2.3, count: 40))
        expectClose(parameter.doubles, [Double](repeating: 1 - 0.1 * (0.5 + 0.9 * 2.3), count: 40))
        #expect(copies.0.doubles == [Double](repeating: 1, count: 40))
        #expect(copies.1.doubles == [Double](repeating: 2, count: 40))
        #expect(copies.2.doubles == [Double](repeating: 1, count: 40))
    }

    @Test func optimizersWorkInPlaceWhereNobodyElseLooks() {
        var parameter = Tensor(filledWith: 1, shape: [40])
        var first = Tensor(filledWith: 0, shape: [40])
        var second = Tensor(filledWith: 0, shape: [40])
        let places = [parameter, first, second].map(\.buffer.floats)
        ParameterUpdate.adam(
            &parameter, firstMoment: &first, secondMoment: &second,
            gradient: Tensor(filledWith: 1, shape: [40]),
            learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, step: 1)
        #expect([parameter, first, second].map(\.buffer.floats) == places)
        expectClose(parameter.doubles, [Double](repeating: 0.9, count: 40))
    }

    /// State that starts out as one tensor, or a gradient that is the parameter itself, is not written through.
    @Test func operandsThatShareMemory() {
        let zeros = Tensor(filledWith: 0, shape: [3])
        var (parameter, first, second) = (Tensor([1, 2, 3], shape: [3]), zeros, zeros)
        ParameterUpdate.adam(
            &parameter, firstMoment: &first, secondMoment: &second, gradient: parameter, learningRate: 0.1,
            beta1: 0.9,
            beta2: 0.99, epsilon: 1e-8, weightDecay: 0, step: 1)
        expectClose(parameter.doubles, [0.9, 1.9, 2.9])
        expectClose(first.doubles, [0.1, 0.2, 0.3])
        expectClose(second.doubles, [0.01, 0.04, 0.09])
        #expect(zeros.doubles == [0, 0, 0])
    }

    /// The parameter's layout stays, whatever its gradient's is.
    @Test func optimizersFollowTheParametersLayout() {
        for layout in LayoutCase.layouts {
            for gradientLayout in LayoutCase.layouts {
                var random = RandomTensors("update")
                let shape: Shape = [5, 17, 3, 3]
                var parameter = random.tensor(shape, on: .cpu).reordered(to: layout)
                var velocity = random.tensor(shape, on: .cpu)
                let gradient = random.tensor(shape, on: .cpu).reordered(to: gradientLayout)
                let expected = zip(parameter.doubles, zip(velocity.doubles, gradient.doubles)).map {
                    $0 - 0.1 * (0.5 * $1.0 + ($1.1 + 0.01 * $0))
                }
                ParameterUpdate.stochasticGradientDescent(
                    &parameter, velocity: &velocity, gradient: gradient, learningRate: 0.1, momentum: 0.5,
                    nesterov: false, weightDecay: 0.01, isFirst: false)
                #expect(parameter.layout == layout)
                expectAgreement(parameter.doubles, expected, tolerance: 1e-6, "\(layout), \(gradientLayout)")
            }
        }
    }

    /// The product of weights and a scale is kept for inference until the weights are used with another scale or none.
    @Test(arguments: [false, true])
    func scaledWeightsAreKeptForOneScaleAtATime(hasAnother: Bool) {
        var random = RandomTensors("scaled weights")
        let input = random.tensor([1, 8, 5, 5], on: .cpu)
        let weight = random.tensor([8, 8, 3, 3], on: .cpu)
        var scale: Tensor? = random.tensor([8], on: .cpu)
        let another = hasAnother ? random.tensor([8], on: .cpu) : nil
        let first = WeakStorage(scale!)
        func use(_ scale: Tensor?) { _ = GradientRecording.off { input.convolution(weight, scale: scale) } }
        use(scale)
        scale = nil
        #expect(first.isAlive, "nothing was kept")
        use(another)
        #expect(!first.isAlive)
    }

    /// An optimizer works in place where it can; neither of the factors may change under their product.
    @Test func scaledWeightsFollowUpdates() {
        var random = RandomTensors("updated weights")
        let input = random.tensor([1, 8, 5, 5], on: .cpu)
        var factors = [random.tensor([8, 8, 3, 3], on: .cpu), random.tensor([8], on: .cpu)]
        for updated in factors.indices {
            func output() -> Tensor {
                GradientRecording.off { input.convolution(factors[0], scale: factors[1]) }
            }
            let before = output().doubles
            var velocity = Tensor(filledWith: 0, shape: factors[updated].shape)
            ParameterUpdate.stochasticGradientDescent(
                &factors[updated], velocity: &velocity,
                gradient: Tensor(filledWith: 1, shape: factors[updated].shape), learningRate: 0.5,
                momentum: 0, nesterov: false, weightDecay: 0, isFirst: true)
            let product = factors[0] * factors[1].reshaped(to: [8, 1, 1, 1])
            let found = output().doubles
            expectAgreement(found, input.convolution(product).doubles, tolerance: 1e-5, "factor \(updated)")
            #expect(found != before)
        }
    }

    /// Gradients are summed in place; a rule that hands one tensor to two inputs must not have it changed under the other.
    @Test func accumulationLeavesSharedGradientsAlone() {
        let x = Tensor([1, 2, 3], shape: [3]).asVariable()
        let y = Tensor([4, 5, 6], shape: [3]).asVariable()
        let sum = x + y
        let found = gradients(of: (sum + x + sum).sum(), withRespectTo: [x, y, sum])
        #expect(found.map(\.doubles) == [[3, 3, 3], [2, 2, 2], [2, 2, 2]])
    }
}

/// Whether a tensor's memory is still held by anyone.
private struct WeakStorage {
    private weak var storage: Storage?

    init(_ tensor: Tensor) {
        storage = tensor.buffer.storage
    }

    var isAlive: Bool { storage != nil }
}
