import Datasets

/// The classes that the samples of a pool are ranked in.
public struct SampleClasses: Sendable, Equatable {
    /// What makes two samples of one class.
    public enum Within: String, Sendable, Codable, CaseIterable {
        /// The translated attribute, or the target class in single-label data.
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
    /// How many real images there are.
    public let realCount: Int

    /// Sorts samples into classes.
    ///
    /// - Parameters:
    ///   - sources: `[N]`, the real images' labels.
    ///   - targets: `[N]`, what they were translated to.
    ///   - realLabels: one a real image.
    ///   - realCount: how many real images there are, if not all of them are in `realLabels`.
    public init(
        within: Within, sources: [Label], targets: [Label], schema: LabelSchema, realLabels: [Label],
        realCount: Int? = nil
    ) {
        precondition(
            sources.count == targets.count,
            "SampleClasses: \(sources.count) sources, \(targets.count) targets")
        self.realCount = realCount ?? realLabels.count
        if within == .combination, schema.task == .multiLabel {
            let combinations = Set(targets).sorted { Self.bits($1).lexicographicallyPrecedes(Self.bits($0)) }
            let place = Dictionary(uniqueKeysWithValues: combinations.enumerated().map { ($1, $0) })
            names = combinations.map { Self.name(of: $0, schema) }
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
            classOfSample = zip(sources, targets).map { source, target in
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

    private static func name(of label: Label, _ schema: LabelSchema) -> String {
        let set = zip(schema.names, bits(label)).filter { $1 == 1 }.map(\.0)
        return set.isEmpty ? "none" : set.joined(separator: " & ")
    }
}

extension Pool {
    /// The labels of the real images that the pool's samples were made from, each image once, by row.
    public var realLabels: [Label] {
        var labels: [Int64: Label] = [:]
        for (row, label) in zip(sourceIndex, sources) { labels[row] = label }
        return labels.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The classes that this pool's samples are ranked in.
    ///
    /// The real counts are those of the images that the pool shows, which from a fold of 1 on are nearly or wholly all; how
    /// many there are in all follows from the fold.
    public func classes(within: SampleClasses.Within) -> SampleClasses {
        let labels = realLabels
        let implied = (Double(count) / header.fold).rounded()
        return SampleClasses(
            within: within, sources: sources, targets: targets, schema: header.schema, realLabels: labels,
            realCount: max(labels.count, Int(exactly: implied) ?? 0))
    }
}
