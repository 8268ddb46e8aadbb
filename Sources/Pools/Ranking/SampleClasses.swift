import Datasets

/// The classes that the samples of a pool are ranked in.
public struct SampleClasses: Sendable, Equatable {
    /// What makes two samples of one class.
    public enum Within: String, Sendable, Codable, CaseIterable {
        /// The translated attribute, or the target class in single-label data. Where nothing was translated (multi-label samples
        /// that were imported) it is the whole target label.
        case target
        /// The whole target label.
        case combination
    }

    /// What each class is called: a label, or `A & B` for the labels of a combination that are set.
    public let names: [String]
    /// `[N]`, the class of each sample.
    public let classOfSample: [Int]
    /// How many real images each class has: those with the label set, or with the combination.
    public let realCounts: [Int]
    /// How many real images there are; 0 where that is not known.
    public let realCount: Int

    /// Sorts samples into classes.
    ///
    /// - Parameters:
    ///   - sources: `[N]`, the real images' labels; `nil` where the samples were imported.
    ///   - targets: `[N]`, what they were translated to.
    ///   - realLabels: one a real image.
    ///   - realCount: how many real images there are, if not all of them are in `realLabels`.
    public init(
        within: Within, sources: [Label]?, targets: [Label], schema: LabelSchema, realLabels: [Label],
        realCount: Int? = nil
    ) {
        precondition(
            sources.map { $0.count == targets.count } ?? true,
            "SampleClasses: \(sources?.count ?? 0) sources, \(targets.count) targets")
        self.realCount = realCount ?? realLabels.count
        if schema.task == .multiLabel, within == .combination || sources == nil {
            let combinations = Set(targets).sorted { Self.bits($1).lexicographicallyPrecedes(Self.bits($0)) }
            let place = Dictionary(uniqueKeysWithValues: combinations.enumerated().map { ($1, $0) })
            names = combinations.map(schema.text)
            classOfSample = targets.map { place[$0]! }
            var counts = combinations.map { _ in 0 }
            for label in realLabels {
                if let index = place[label] { counts[index] += 1 }
            }
            realCounts = counts
        } else {
            names = schema.names
            // A pool has millions of samples and few different pairs.
            var known: [Pair: Int] = [:]
            classOfSample = zip(sources ?? targets, targets).map { source, target in
                let pair = Pair(source: source, target: target)
                if let index = known[pair] { return index }
                let index = TranslatedAttribute.classIndex(source: source, target: target, schema: schema)
                known[pair] = index
                return index
            }
            var counts = schema.names.map { _ in 0 }
            for label in realLabels {
                switch label {
                case .index(let index): counts[index] += 1
                case .bits(let bits): for index in bits.indices where bits[index] == 1 { counts[index] += 1 }
                case .indices: preconditionFailure("SampleClasses: multi-head labels")
                }
            }
            realCounts = counts
        }
    }

    private struct Pair: Hashable {
        let source: Label
        let target: Label
    }

    private static func bits(_ label: Label) -> [UInt8] {
        guard case .bits(let bits) = label else { return [] }
        return bits
    }
}

extension Pool {
    /// The labels of the real images that the pool's samples were made from, each image once, by row; `nil` in an imported pool.
    public var realLabels: [Label]? {
        guard let sources, let sourceIndex else { return nil }
        var labels: [Int64: Label] = [:]
        for (row, label) in zip(sourceIndex, sources) { labels[row] = label }
        return labels.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The classes that this pool's samples are ranked in.
    ///
    /// Without `realLabels` the real counts are those of the images that the pool shows, which from a fold of 1 on are nearly or
    /// wholly all; how many there are in all follows from the fold. An imported pool shows none.
    ///
    /// - Parameter realLabels: the labels of the train split, where they are known.
    public func classes(within: SampleClasses.Within, realLabels: [Label]? = nil) -> SampleClasses {
        let shown = realLabels ?? self.realLabels ?? []
        var realCount = shown.count
        if realLabels == nil, case .translated(let fold, _, _) = header.origin {
            realCount = max(realCount, Int(exactly: (Double(count) / fold).rounded()) ?? 0)
        }
        return SampleClasses(
            within: within, sources: sources, targets: targets, schema: header.schema, realLabels: shown,
            realCount: realCount)
    }
}
