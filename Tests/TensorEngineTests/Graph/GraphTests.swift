import TestSupport
import Testing

@testable import TensorEngine

/// What a graph of operations keeps, gives and lets go.
@Suite struct GraphTests {
    private func variable(_ elements: [Double]) -> Tensor {
        Tensor(elements, shape: [elements.count], on: .reference).asVariable()
    }

    @Test func gradientsOfIntermediateResults() {
        let x = variable([1, 2])
        let y = x.squared()
        let found = gradients(of: (y * 3).sum(), withRespectTo: [y, x])
        #expect(found[0].doubles == [3, 3])
        #expect(found[1].doubles == [6, 12])
    }

    @Test func gradientOfTheLossItself() {
        let x = variable([1, 2])
        let y = x.squared()
        #expect(gradients(of: y, withRespectTo: [y])[0].doubles == [1, 1])
        #expect(gradients(of: x, withRespectTo: [x])[0].doubles == [1, 1])
    }

    @Test func zerosWhereTheLossDoesNotDepend() {
        let (x, other) = (variable([1, 2]), variable([1, 2, 3]))
        let found = gradients(of: x.sum(), withRespectTo: [other, x])
        #expect(found[0].doubles == [0, 0, 0])
        #expect(found[1].doubles == [1, 1])
        let constant = x.detached
        #expect(gradients(of: constant.sum(), withRespectTo: [x])[0].doubles == [0, 0])
    }

    @Test func theSameTargetTwice() {
        let x = variable([3])
        #expect(gradients(of: (x * x).sum(), withRespectTo: [x, x]).map(\.doubles) == [[6], [6]])
    }

    /// Each path of a diamond is walked once: 2⁴⁰ paths lead through this chain.
    @Test func sharedPathsAreWalkedOnce() {
        let x = variable([1])
        var y = x
        for _ in 0..<40 { y = y * 0.5 + y * 0.5 }
        expectClose(gradients(of: y, withRespectTo: [x])[0].doubles, [1], relative: 1e-12)
    }

    @Test func aRetainedGraphGivesTheSameAgain() {
        let x = variable([1, 2, 3])
        let loss = (x.exponential() * x).sum()
        let first = gradients(of: loss, withRespectTo: [x], retainingGraph: true)[0].doubles
        #expect(gradients(of: loss, withRespectTo: [x])[0].doubles == first)
    }

    @Test func nothingIsRecordedWhereRecordingIsOff() {
        let x = variable([1, 2])
        #expect(!GradientRecording.off { x.squared() }.requiresGradient)
        #expect(x.squared().requiresGradient)
        #expect(!x.squared().detached.requiresGradient)
        // The gradients themselves are constants unless asked otherwise.
        #expect(!gradients(of: x.squared().sum(), withRespectTo: [x])[0].requiresGradient)
        #expect(
            gradients(of: x.squared().sum(), withRespectTo: [x], differentiable: true)[0].requiresGradient)
    }

    /// Only what leads to a target is computed: the walk does not enter a fused rule that it does not need.
    @Test func gradientsReachOnlyWhatIsAskedFor() {
        let x = variable([1, 2])
        let consumed = variable([1, 2])
        let product = consumed.squared()
        _ = gradients(of: product.sum(), withRespectTo: [consumed])
        let loss = (x * product).sum()
        #expect(gradients(of: loss, withRespectTo: [x])[0].doubles == [1, 4])
    }

    /// A chain of this depth overflows the stack where anything recurses.
    @Test(arguments: [false, true])
    func deepChains(differentiable: Bool) {
        let depth = 200_000
        let x = variable([1])
        var y = x
        for _ in 0..<depth { y = y + 1 }
        #expect(y.scalar == Double(depth + 1))
        #expect(gradients(of: y, withRespectTo: [x], differentiable: differentiable)[0].doubles == [1])
        var z = x
        for _ in 0..<depth { z = z * x }
        #expect(
            gradients(of: z, withRespectTo: [x], differentiable: differentiable)[0].doubles == [
                Double(depth + 1)
            ])
    }

    @Test func deepChainsThatNobodyWalksAreFreed() {
        var y = variable([1])
        for _ in 0..<200_000 { y = (y * y).leakyReLU(slope: 0.5) }
        weak let last = y.node
        #expect(last != nil)
        y = variable([2])
        #expect(last == nil)
    }
}
