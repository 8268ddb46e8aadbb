import Datasets

/// The samples of a pool that are to be trained on, best first.
public struct Selection: Sendable, Equatable {
    /// What it is called, as in `selections/NAME.h5`.
    public let name: String
    /// `[K]`, the samples' indices in the pool, by ascending rank: all samples that are first in their class, then all that
    /// are second, and so on; within a rank in the order of the classes. So a beginning of the list is balanced too.
    public let index: [Int64]
    /// `[K]`, their scores.
    public let score: [Float]
    /// `[K]`, the labels to train them with: the pool's targets.
    public let label: [Label]

    public init(name: String, index: [Int64], score: [Float], label: [Label]) {
        self.name = name
        self.index = index
        self.score = score
        self.label = label
    }

    public var count: Int { index.count }
}
