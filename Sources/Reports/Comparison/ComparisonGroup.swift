/// The rows of one policy at one ratio: one training, repeated with several seeds.
public struct ComparisonGroup: Sendable, Equatable {
    /// Who selected.
    public let policy: String
    /// Synthetic images over real ones.
    public let ratio: Double
    /// At least one row, by ascending seed.
    public let rows: [ComparisonRow]

    /// A value's mean over the seeds; nil where no row has the value.
    public func estimate(_ value: (ComparisonRow) -> Double?) -> Estimate? {
        Estimate(of: rows.compactMap(value))
    }

    /// The difference to another group over the seeds that both have; nil where they share none.
    public func difference(to other: ComparisonGroup, in value: (ComparisonRow) -> Double?)
        -> PairedDifference?
    {
        let others = Dictionary(other.rows.map { ($0.seed, $0) }, uniquingKeysWith: { first, _ in first })
        return PairedDifference(
            pairs: rows.compactMap { row in
                guard let reference = others[row.seed], let left = value(row), let right = value(reference)
                else {
                    return nil
                }
                return (left, right)
            })
    }

    /// Groups rows: by ratio, then `real`, `random`, `cl-sam`, `cr-sam`, `rl`, then other policies by name.
    public static func groups(of rows: [ComparisonRow]) -> [ComparisonGroup] {
        struct Key: Hashable {
            let policy: String
            let ratio: Double
        }
        return Dictionary(grouping: rows) { Key(policy: $0.policy, ratio: $0.ratio) }
            .map { key, members in
                ComparisonGroup(
                    policy: key.policy, ratio: key.ratio, rows: members.sorted { $0.seed < $1.seed })
            }
            .sorted { ($0.ratio, rank($0.policy), $0.policy) < ($1.ratio, rank($1.policy), $1.policy) }
    }

    /// A policy's place in tables and legends.
    static func rank(_ policy: String) -> Int {
        let known = [ComparisonRow.realPolicy, ComparisonRow.randomPolicy, "cl-sam", "cr-sam", "rl"]
        return known.firstIndex(of: policy) ?? known.count
    }
}

extension Comparison {
    /// The rows by ratio and policy.
    public var groups: [ComparisonGroup] { ComparisonGroup.groups(of: rows) }

    /// The policies that have rows, in the order of tables and legends.
    public var policies: [String] {
        Set(rows.map(\.policy)).sorted {
            (ComparisonGroup.rank($0), $0) < (ComparisonGroup.rank($1), $1)
        }
    }
}
