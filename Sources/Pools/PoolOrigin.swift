/// How the samples of a pool came to be.
public enum PoolOrigin: Sendable, Equatable {
    /// They are translations of a data set's training images, by a generator of Winnow's: `fold` of them for each real image, after
    /// the generation plan of `seed`; `generator` is the SHA-256 of its weights.
    case translated(fold: Double, seed: UInt64, generator: String)
    /// They are another generator's images. Nothing is known of how they were made; `fingerprint` tells the folder or file that
    /// they were taken from.
    case imported(fingerprint: String)
}
