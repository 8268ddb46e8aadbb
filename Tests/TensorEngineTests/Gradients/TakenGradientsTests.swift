import Testing

@testable import TensorEngine

/// Gradients that are handed over one by one are those that are given together.
@Suite struct TakenGradientsTests {
    private func network() -> (variables: [Tensor], loss: Tensor) {
        var random = RandomTensors("taken gradients")
        let a = random.tensor([4, 5], on: .cpu).asVariable()
        let b = random.tensor([5, 3], on: .cpu).asVariable()
        let c = random.tensor([4, 3], on: .cpu).asVariable()
        // c is used twice, and once more than a level deeper.
        let hidden = (a.matrixProduct(b) + c).tanh() * c
        return ([a, b, c], (hidden + c).squared().mean())
    }

    @Test func areTheSame() {
        let (variables, loss) = network()
        let expected = gradients(of: loss, withRespectTo: variables)
        let (others, again) = network()
        var found: [Int: [Float]] = [:]
        takeGradients(of: again, withRespectTo: others.map(\.gradientTarget)) { place, gradient in
            #expect(found[place] == nil, "a gradient is handed over once")
            found[place] = gradient.floats
        }
        #expect(found.count == 3)
        for (place, gradient) in expected.enumerated() { #expect(found[place] == gradient.floats) }
    }

    @Test func whatTheLossDoesNotDependOnGetsZeros() {
        let (variables, loss) = network()
        let other = Tensor([1, 2], shape: [2]).asVariable()
        var found: [Int: [Float]] = [:]
        takeGradients(of: loss, withRespectTo: [other.gradientTarget, variables[0].gradientTarget]) {
            found[$0] = $1.floats
        }
        #expect(found[0] == [0, 0])
        #expect(found[1]?.contains { $0 != 0 } == true)
    }

    @Test func aVariableThatIsTheLoss() {
        let x = Tensor([3], shape: [1]).asVariable()
        var found: [Float] = []
        takeGradients(of: x, withRespectTo: [x.gradientTarget]) { found = $1.floats }
        #expect(found == [1])
    }

    /// By the time a gradient is handed over, nobody else holds the variable's memory: it is updated where it lies.
    @Test func variablesCanBeUpdatedInPlace() {
        var random = RandomTensors("in place")
        var weight = random.tensor([32, 16, 3, 3], on: .cpu).asVariable()
        let images = random.tensor([2, 16, 8, 8], on: .cpu)
        let loss = images.convolution(weight, padding: 1).squared().mean()
        let target = weight.gradientTarget
        let place = ObjectIdentifier(weight.buffer.storage)
        var velocity = Tensor(filledWith: 0, shape: weight.shape)
        takeGradients(of: loss, withRespectTo: [target]) { _, gradient in
            ParameterUpdate.stochasticGradientDescent(
                &weight, velocity: &velocity, gradient: gradient, learningRate: 0.1, momentum: 0.9,
                nesterov: false, weightDecay: 0, isFirst: true)
        }
        #expect(ObjectIdentifier(weight.buffer.storage) == place)
    }

    /// Copies of a weight in other layouts and types do not outlive an update.
    @Test func anUpdateIsSeenByTheNextConvolution() {
        var random = RandomTensors("update seen")
        let images = random.tensor([2, 16, 8, 8], on: .cpu)
        let start = random.elements(32 * 16 * 9).map(Float.init)
        var weight = Tensor(start, shape: [32, 16, 3, 3]).asVariable()
        for dtype in [DType.float32] + (Device.cpu.multipliesBFloat16 ? [.bfloat16] : []) {
            _ = images.converted(to: dtype).convolution(weight, padding: 1).floats
            var velocity = Tensor(filledWith: 0, shape: weight.shape)
            ParameterUpdate.stochasticGradientDescent(
                &weight, velocity: &velocity, gradient: Tensor(filledWith: 1, shape: weight.shape),
                learningRate: 0.5, momentum: 0, nesterov: false, weightDecay: 0, isFirst: true)
            let expected = images.converted(to: dtype)
                .convolution(Tensor(weight.floats, shape: weight.shape), padding: 1)
            expectAgreement(
                images.converted(to: dtype).convolution(weight, padding: 1).floats, expected.floats,
                tolerance: 1e-4, dtype.rawValue)
        }
    }
}
