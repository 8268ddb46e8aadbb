import Datasets
import Foundation
import Workspace

/// The facts that `winnow pool inspect` prints; as JSON, with `JSONEncoder`, in the documented form.
public struct PoolSummary: Sendable, Equatable, Codable {
    /// The spread of a policy's scores.
    public struct Distribution: Sendable, Equatable, Codable {
        public let min: Float
        /// The middle score; of an even number, the mean of the two in the middle.
        public let median: Float
        public let max: Float

        /// - Precondition: there are scores, and all are finite.
        public init(_ scores: [Float]) {
            precondition(!scores.isEmpty, "PoolSummary: no scores")
            let sorted = scores.sorted()
            min = sorted[0]
            max = sorted[sorted.count - 1]
            median = Median.ofSorted(sorted)
        }
    }

    /// What a selection holds.
    public struct SelectionFacts: Sendable, Equatable, Codable {
        public let count: Int
        /// How many samples of each class, by label.
        public let perTarget: [String: Int]

        private enum CodingKeys: String, CodingKey {
            case count
            case perTarget = "per_target"
        }
    }

    public let count: Int
    /// In pixels.
    public let imageSize: Int
    public let task: Task
    public let labels: [String]
    /// Whether the samples are another generator's.
    public let isImported: Bool
    /// Not known of an imported pool, and left out in JSON.
    public let fold: Double?
    public let seed: UInt64?
    /// How many samples of each class: by label, which is the translated attribute or the target, or by whole target where multi-label
    /// samples were imported.
    public let perTarget: [String: Int]
    /// By policy.
    public let scores: [String: Distribution]
    /// By name.
    public let selections: [String: SelectionFacts]
    public let shards: Int
    /// Of all files that belong to the pool.
    public let bytes: Int
    /// Whether the pool is finished; an open `Pool` always is.
    public let sealed: Bool

    private enum CodingKeys: String, CodingKey {
        case count
        case imageSize = "image_size"
        case task, labels
        case isImported = "imported"
        case fold, seed
        case perTarget = "per_target"
        case scores, selections, shards, bytes, sealed
    }

    /// Gathers the facts of a pool.
    ///
    /// - Throws: `WinnowError` where a score or selection file is missing or damaged.
    public init(of pool: Pool) throws {
        let classes = pool.classes(within: .target)
        count = pool.count
        imageSize = pool.header.imageSize
        task = pool.header.schema.task
        labels = pool.header.schema.names
        isImported = pool.header.isImported
        if case .translated(let fold, let seed, _) = pool.header.origin {
            (self.fold, self.seed) = (fold, seed)
        } else {
            (fold, seed) = (nil, nil)
        }
        perTarget = classes.counts(of: 0..<pool.count)
        var scores: [String: Distribution] = [:]
        for name in pool.scoreNames {
            scores[name] = try pool.scores(named: name).map { Distribution($0.score) }
        }
        self.scores = scores
        var selections: [String: SelectionFacts] = [:]
        for name in pool.selectionNames {
            selections[name] = try pool.selection(named: name).map {
                SelectionFacts(count: $0.count, perTarget: classes.counts(of: $0.index.lazy.map(Int.init)))
            }
        }
        self.selections = selections
        shards = pool.shardCount
        bytes = pool.manifest.withLock { $0.files.values.reduce(0) { $0 + $1.bytes } }
        sealed = true
    }
}

extension PoolSummary.SelectionFacts {
    /// The facts of a selection that lies in or outside its pool.
    public init(of selection: Selection, in pool: Pool) {
        count = selection.count
        perTarget = pool.classes(within: .target).counts(of: selection.index.lazy.map(Int.init))
    }
}

extension SampleClasses {
    /// How many of some samples each class has, by its name.
    fileprivate func counts(of samples: some Sequence<Int>) -> [String: Int] {
        var counts = names.map { _ in 0 }
        for sample in samples { counts[classOfSample[sample]] += 1 }
        return Dictionary(uniqueKeysWithValues: zip(names, counts))
    }
}
