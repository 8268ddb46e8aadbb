import Foundation
import TensorEngine
import Testing

@testable import Policies

@Suite struct ActorCriticLossesTests {
    private let logits: [Float] = [0.5, -1, 2]
    private let actions: [Float] = [1, 0, 1]

    private func actor(
        _ logits: [Float], advantage: Double = 0, entropyWeight: Double = 0, penalty: Double = 0,
        actions: [Float]? = nil
    ) -> (losses: ActorCriticLosses.Actor, gradient: [Float]) {
        let variable = Tensor(logits, shape: [logits.count]).asVariable()
        let losses = ActorCriticLosses.actor(
            logits: variable, actions: Tensor(actions ?? logits.map { _ in 1 }, shape: [logits.count]),
            advantage: advantage, entropyWeight: entropyWeight, keepRange: 0.1...0.9, keepPenalty: penalty)
        return (losses, gradients(of: losses.total, withRespectTo: [variable])[0].floats)
    }

    private func sigmoid(_ x: Float) -> Double { 1 / (1 + exp(-Double(x))) }

    @Test func thePolicyLossIsTheMeanLogProbabilityOfWhatWasDone() {
        let (losses, gradient) = actor(logits, advantage: 1.5, actions: actions)
        let logProbability = zip(logits, actions).map { log($1 == 1 ? sigmoid($0) : 1 - sigmoid($0)) }
        #expect(abs(losses.policy + 1.5 * logProbability.reduce(0, +) / 3) < 1e-5)
        // ∂(−A·log π(a))/∂logit = −A·(a − p).
        for index in logits.indices {
            let expected = -1.5 * (Double(actions[index]) - sigmoid(logits[index])) / 3
            #expect(abs(Double(gradient[index]) - expected) < 1e-6)
        }
    }

    @Test func aDisappointingEpisodeMakesItsDecisionsLessLikely() {
        let up = actor([0], advantage: 1).gradient[0]
        let down = actor([0], advantage: -1).gradient[0]
        #expect(up < 0 && down == -up)
        #expect(actor([0], advantage: 0).gradient[0] == 0)
    }

    @Test func theEntropyIsLargestWhereNothingIsDecided() {
        #expect(abs(actor([0, 0]).losses.entropy - log(2)) < 1e-6)
        let p = sigmoid(2)
        #expect(abs(actor([2]).losses.entropy + p * log(p) + (1 - p) * log(1 - p)) < 1e-5)
        // The bonus pulls decisions back to undecided ones.
        #expect(actor([2], entropyWeight: 1).gradient[0] > 0)
        #expect(actor([-2], entropyWeight: 1).gradient[0] < 0)
        #expect(actor([30], entropyWeight: 1).losses.entropy.isFinite)
    }

    @Test func theEntropyBonusFallsToZero() {
        let weights = (0..<5).map { ActorCriticLosses.entropyWeight(initial: 1e-3, episode: $0, episodes: 5) }
        #expect(weights == [1e-3, 0.75e-3, 0.5e-3, 0.25e-3, 0])
        #expect(ActorCriticLosses.entropyWeight(initial: 1, episode: 0, episodes: 1) == 1)
    }

    @Test func keepingAllOrNothingIsPenalised() {
        // sigmoid(±4) is 0.982 and 0.018; sigmoid(±1) lies within the range.
        for (logit, sign) in [(Float(4), 1.0), (-4, -1)] {
            let (losses, gradient) = actor([logit, logit], penalty: 10)
            let distance = sigmoid(4) - 0.9
            #expect(abs(losses.penalty - 10 * distance * distance) < 1e-5)
            #expect(Double(gradient[0]) * sign > 0)
        }
        for logit in [Float(-1), 0, 1] {
            let (losses, gradient) = actor([logit], penalty: 10)
            #expect(losses.penalty == 0)
            #expect(gradient == [0])
        }
        // It is the mean that counts: half kept, half not is fine.
        #expect(actor([9, -9], penalty: 10).losses.penalty == 0)
    }

    @Test func theCriticLearnsTheReward() {
        let values = Tensor([1, 0, -0.5, 0.5], shape: [4]).asVariable()
        let loss = ActorCriticLosses.critic(values: values, reward: -1)
        #expect(abs(loss.scalar - 1.5625) < 1e-6)
        // ∂(R − V)²/∂vᵢ = −2 (R − V) / N.
        #expect(gradients(of: loss, withRespectTo: [values])[0].floats == [0.625, 0.625, 0.625, 0.625])
    }
}
