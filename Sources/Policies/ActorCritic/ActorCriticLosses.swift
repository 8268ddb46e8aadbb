import NeuralNetwork
import TensorEngine

/// The losses of the advantage actor–critic (Mnih et al., 2016, section 4), with one state and one reward an episode.
///
/// The published form sums over the samples. Here all terms are means, so that their balance does not depend on how many
/// samples an environment holds.
public enum ActorCriticLosses {
    /// The actor's loss and its parts.
    public struct Actor {
        /// `policy − entropyWeight · entropy + penalty`, a scalar to differentiate.
        public let total: Tensor
        /// −A · mean log π(a).
        public let policy: Double
        /// The mean entropy of the decisions in nats, 0 to log 2.
        public let entropy: Double
        /// `keepPenalty` times the squared distance of the mean keep probability from the range.
        public let penalty: Double
    }

    /// The actor's loss.
    ///
    /// - Parameters:
    ///   - logits: `[N]`, of keeping each sample.
    ///   - actions: `[N]`, 1 where the sample was kept and 0 where not.
    ///   - advantage: A = R − V; no gradient flows through it.
    ///   - entropyWeight: what a unit of entropy is worth now.
    ///   - keepRange: the mean keep probabilities that cost nothing.
    ///   - keepPenalty: what the squared distance from it costs.
    public static func actor(
        logits: Tensor, actions: Tensor, advantage: Double, entropyWeight: Double,
        keepRange: ClosedRange<Double>, keepPenalty: Double
    ) -> Actor {
        let keep = logits.sigmoid()
        // The cross-entropy of the decisions taken is −mean log π(a).
        let policy = Loss.binaryCrossEntropy(logits, targets: actions) * advantage
        let entropy = (logits.softplus() - logits * keep).mean()
        let rate = keep.mean()
        let tooLow = (keepRange.lowerBound - rate).relu().squared()
        let tooHigh = (rate - keepRange.upperBound).relu().squared()
        let penalty = (tooLow + tooHigh) * keepPenalty
        return Actor(
            total: policy - entropy * entropyWeight + penalty, policy: policy.scalar, entropy: entropy.scalar,
            penalty: penalty.scalar)
    }

    /// The critic's loss: (R − V)², V the mean of its outputs over the samples of the state.
    ///
    /// - Parameters:
    ///   - values: `[N]`.
    ///   - reward: R.
    public static func critic(values: Tensor, reward: Double) -> Tensor {
        (reward - values.mean()).squared()
    }

    /// What a unit of entropy is worth in an episode: it falls linearly from `initial` to 0 over the run.
    ///
    /// - Parameter episode: counts from 0.
    public static func entropyWeight(initial: Double, episode: Int, episodes: Int) -> Double {
        initial * max(0, 1 - Double(episode) / Double(max(episodes - 1, 1)))
    }
}
