import Datasets
import TensorEngine
import Workspace

/// Images parted into folds that have the labels as often as the whole, with all images of a person in one fold.
///
/// The rule is scikit-learn's `StratifiedGroupKFold`: the groups, shuffled and then ordered by the falling spread of their label
/// counts, go one by one to the fold that leaves the labels spread most evenly over the folds; of equals, to the one with the fewest
/// images. The labels are those that a data set's summary counts: bits, classes, or the answers of all heads, where a head of many
/// numbers, such as ages, counts by tens. In multi-label data the number of images counts beside the bits, so that images
/// without any label are spread too.
public struct GroupedFolds: Sendable, Equatable {
    /// How many folds there are.
    public let count: Int
    /// For each image, its fold, from 0 to below ``count``. No fold is empty.
    public let folds: [Int]

    /// Parts images.
    ///
    /// - Parameters:
    ///   - examples: an image without a group is a group of its own.
    ///   - schema: what their labels are labels of.
    ///   - count: how many folds to make.
    ///   - seed: of the order in which groups that are alike are taken.
    /// - Throws: `WinnowError` of kind `.usage` where there are fewer groups than folds.
    /// - Precondition: `count` is at least 2.
    public init(_ examples: [Example], schema: LabelSchema, count: Int, seed: UInt64) throws {
        precondition(count >= 2, "GroupedFolds: \(count) folds")
        var groups = Self.groups(of: examples)
        guard count <= groups.count else {
            let whose = examples.contains { $0.group != nil } ? "people" : "images"
            throw WinnowError(
                .usage,
                "\(count) folds are more than the \(groups.count) \(whose) that are to be parted; take at most \(groups.count)"
            )
        }
        var stream = RandomStream(seed: seed, name: "folds/groups")
        groups.shuffle(using: &stream)
        self.count = count
        folds = Self.folds(of: groups, examples: examples, schema: schema, count: count)
    }

    /// For each image, its fold.
    ///
    /// - Parameter groups: the images of each group; groups whose counts are spread alike are taken in this order.
    static func folds(
        of groups: [[Int]], examples: [Example], schema: LabelSchema, count: Int
    ) -> [Int] {
        let counts = LabelCounts(examples, schema: schema)
        let ownCounts = groups.map(counts.ofGroup)
        let spreads = ownCounts.map(counts.spread)
        var balance = FoldBalance(folds: count, totals: counts.totals)
        var folds = [Int](repeating: 0, count: examples.count)
        for group in groups.indices.sorted(by: { (-spreads[$0], $0) < (-spreads[$1], $1) }) {
            let fold = balance.add(ownCounts[group], images: groups[group].count)
            for image in groups[group] { folds[image] = fold }
        }
        return folds
    }

    /// The images of a fold, in order.
    public func members(of fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

    /// The images of all folds but one, in order.
    public func others(of fold: Int) -> [Int] { folds.indices.filter { folds[$0] != fold } }

    /// The images of each group, in the order of their first ones.
    static func groups(of examples: [Example]) -> [[Int]] {
        var groups: [[Int]] = []
        var places: [String: Int] = [:]
        for (image, example) in examples.enumerated() {
            if let group = example.group, let place = places[group] {
                groups[place].append(image)
            } else {
                if let group = example.group { places[group] = groups.count }
                groups.append([image])
            }
        }
        return groups
    }
}

/// What of each label a group has: a column a label, those that it lacks left out.
private struct LabelCounts {
    typealias Sparse = [(column: Int, count: Int)]

    /// For each image, the columns that it counts in.
    private let columns: [[Int]]
    /// How many images count in each column.
    let totals: [Int]

    init(_ examples: [Example], schema: LabelSchema) {
        let labels = CountedLabels(schema)
        // Every image has one class, or an answer to each question; of bits it may have none.
        let everyImage = schema.task == .multiLabel ? [labels.names.count] : []
        columns = examples.map { labels.indices(of: $0.label) + everyImage }
        var totals = [Int](repeating: 0, count: labels.names.count + everyImage.count)
        for column in columns.joined() { totals[column] += 1 }
        self.totals = totals
    }

    func ofGroup(_ images: [Int]) -> Sparse {
        var counts: [Int: Int] = [:]
        for column in images.lazy.flatMap({ columns[$0] }) { counts[column, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { (column: $0.key, count: $0.value) }
    }

    /// The variance of a group's counts over all columns, in whole numbers: times the square of how many columns there are.
    func spread(of counts: Sparse) -> Int {
        let sum = counts.reduce(0) { $0 + $1.count }
        return totals.count * counts.reduce(0) { $0 + $1.count * $1.count } - sum * sum
    }
}
