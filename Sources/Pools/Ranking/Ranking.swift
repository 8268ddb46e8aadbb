import Datasets
import Workspace

/// The samples of a pool in the order of their scores, class by class.
public struct Ranking: Sendable {
    public let classes: SampleClasses
    public let score: [Float]
    /// For each class its samples, the best first; equal scores by index.
    public let order: [[Int]]

    /// Ranks samples within their classes.
    ///
    /// - Parameter score: `[N]`, higher is better.
    /// - Throws: `WinnowError` `.badData` where a score is not a finite number, `.bug` where there are not as many as samples.
    /// - Complexity: O(N log N).
    public init(score: [Float], classes: SampleClasses) throws {
        guard score.count == classes.classOfSample.count else {
            throw WinnowError(
                .bug, "ranking: \(score.count) scores for \(classes.classOfSample.count) samples")
        }
        if let bad = score.firstIndex(where: { !$0.isFinite }) {
            throw WinnowError(
                .badData,
                "the score of sample \(bad) is \(score[bad]), which has no rank; score the pool again")
        }
        var order = classes.names.map { _ in [Int]() }
        for (sample, index) in classes.classOfSample.enumerated() { order[index].append(sample) }
        for index in order.indices {
            order[index].sort { score[$0] != score[$1] ? score[$0] > score[$1] : $0 < $1 }
        }
        self.classes = classes
        self.score = score
        self.order = order
    }

    /// Which samples are kept.
    public enum Rule: Sendable, Equatable {
        /// As many as this times the real images, shared over the classes.
        case ratio(Double, perClass: Shares)
        /// This many of each class.
        case topK(Int)
        /// Those that score above this.
        case threshold(Float)
        /// This part of the pool, 0 to 1, shared over the classes in proportion to what the pool holds of each.
        case fraction(Double)
    }

    /// How the classes share what is kept.
    public enum Shares: String, Sendable, Codable, CaseIterable {
        /// In proportion to the real images of each class.
        case proportional
        /// All the same.
        case even
    }

    /// What is kept of a class.
    public struct ClassOutcome: Sendable, Equatable {
        public let name: String
        /// How many samples the pool holds.
        public let available: Int
        /// What the rule gives to the class before any limit.
        public let share: Int
        /// How many samples are kept: fewer than the share where the pool has no more, more than it where others had too few.
        public let kept: Int
    }

    /// What a rule keeps.
    public struct Outcome: Sendable, Equatable {
        /// By ascending rank: all that are first in their class, then all that are second, and so on, within a rank in the order of
        /// the classes.
        public let kept: [Int]
        public let classes: [ClassOutcome]

        /// The classes that hold less than their share, in words; what they lack was taken from the others under `ratio`, and
        /// is lacking under `topK`.
        public var shortfalls: [String] {
            classes.filter { $0.available < $0.share }
                .map { "\($0.name): \($0.share) wanted, the pool holds \($0.available)" }
        }
    }

    /// Keeps the best of each class.
    ///
    /// Under `ratio` exactly round(ratio × real images) samples are kept. They are shared by largest remainders; where a class
    /// holds fewer than its share, the others share what is left, in the same proportions, so that two policies at the same
    /// ratio always train on equally many.
    ///
    /// - Throws: `WinnowError(.usage)` where the rule's number makes no sense, asks for more than the pool holds, or keeps
    ///   nothing.
    public func keeping(_ rule: Rule) throws -> Outcome {
        let available = order.map(\.count)
        let total = score.count
        let shares: [Int]
        let kept: [Int]
        switch rule {
        case .ratio(let ratio, let perClass):
            let wanted = (ratio * Double(classes.realCount)).rounded()
            guard ratio.isFinite, ratio > 0 else {
                throw WinnowError(
                    .usage, "--ratio \(PlainNumber.text(ratio)) is not allowed; it takes a number above 0")
            }
            guard classes.realCount > 0 else {
                throw WinnowError(
                    .usage,
                    "--ratio counts in real images, and a pool that was imported does not know how many there are; give --data, "
                        + "or --top-k or --fraction in its place")
            }
            guard wanted <= Double(total) else {
                let most = (Double(total) / Double(classes.realCount) * 100).rounded(.down) / 100
                throw WinnowError(
                    .usage,
                    "--ratio \(PlainNumber.text(ratio)) asks for \(PlainNumber.text(wanted)) samples and the pool holds \(total); "
                        + "it takes up to \(PlainNumber.text(most)), "
                        + "or make the pool with a larger fold")
            }
            let weights = perClass == .even ? available.map { $0 > 0 ? 1 : 0 } : classes.realCounts
            shares = Apportionment.shares(of: Int(wanted), weights: weights)
            kept = Apportionment.shares(of: Int(wanted), weights: weights, limits: available)
        case .topK(let most):
            guard most > 0 else {
                throw WinnowError(.usage, "--top-k \(most) is not allowed; it takes a number above 0")
            }
            shares = available.map { _ in most }
            kept = available.map { min($0, most) }
        case .threshold(let threshold):
            guard threshold.isFinite else {
                throw WinnowError(
                    .usage,
                    "--threshold \(PlainNumber.text(threshold)) is not allowed; it takes a finite number")
            }
            kept = order.map { samples in samples.prefix { score[$0] > threshold }.count }
            if let least = score.min(), let greatest = score.max(), greatest <= threshold {
                let most = PlainNumber.text(greatest)
                throw WinnowError(
                    .usage,
                    "--threshold \(PlainNumber.text(threshold)) keeps nothing of \(PlainNumber.count(total, "sample")): their scores "
                        + "run from \(PlainNumber.text(least)) to \(most); give a threshold below \(most)")
            }
            shares = kept
        case .fraction(let fraction):
            guard fraction > 0, fraction <= 1 else {
                throw WinnowError(
                    .usage,
                    "--fraction \(PlainNumber.text(fraction)) is not allowed; it takes a number above 0 and up to 1"
                )
            }
            kept = Apportionment.shares(of: Int((fraction * Double(total)).rounded()), weights: available)
            shares = kept
        }
        guard kept.contains(where: { $0 > 0 }) else {
            throw WinnowError(
                .usage, "nothing would be kept of \(PlainNumber.count(total, "sample")); ask for more")
        }
        let outcomes = order.indices.map {
            ClassOutcome(name: classes.names[$0], available: available[$0], share: shares[$0], kept: kept[$0])
        }
        return Outcome(kept: interleaved(kept), classes: outcomes)
    }

    private func interleaved(_ counts: [Int]) -> [Int] {
        var samples: [Int] = []
        samples.reserveCapacity(counts.reduce(0, +))
        for rank in 0..<(counts.max() ?? 0) {
            for index in order.indices where rank < counts[index] { samples.append(order[index][rank]) }
        }
        return samples
    }

    /// What a rule keeps, as a selection.
    ///
    /// - Parameter targets: `[N]`, the pool's targets.
    public func selection(_ outcome: Outcome, named name: String, targets: [Label]) -> Selection {
        Selection(
            name: name, index: outcome.kept.map(Int64.init), score: outcome.kept.map { score[$0] },
            label: outcome.kept.map { targets[$0] })
    }
}
