import Datasets

extension Comparison: Codable {
    /// The `format` of every file.
    public static let format = "winnow-comparison"
    /// The version that is written, and the highest that can be read.
    public static let version = 1

    enum CodingKeys: String, CodingKey, CaseIterable {
        case format, version, task, labels, dataset, pool, classifier, budget, seeds, rows, summary
        case imageSize = "image_size"
        case labelPreservation = "label_preservation"
    }

    /// Reads a comparison, but not its summary, which is always computed from the rows.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func mismatch(_ key: CodingKeys, _ text: String) -> DecodingError {
            .dataCorruptedError(forKey: key, in: values, debugDescription: text)
        }
        let format = try values.decode(String.self, forKey: .format)
        guard format == Comparison.format else {
            throw mismatch(.format, "is \"\(format)\", not \"\(Comparison.format)\"")
        }
        let version = try values.decode(Int.self, forKey: .version)
        guard version == Comparison.version else {
            throw mismatch(
                .version,
                "is \(version); this winnow reads \(Comparison.version). Update winnow, or compare again")
        }
        try decoder.refuseKeys(notIn: CodingKeys.self)
        self.init(
            task: try values.decode(Task.self, forKey: .task),
            labels: try values.decode([String].self, forKey: .labels),
            dataset: try values.decode(DatasetFacts.self, forKey: .dataset),
            pool: try values.decode(PoolFacts.self, forKey: .pool),
            classifier: try values.decode(String.self, forKey: .classifier),
            imageSize: try values.decode(Int.self, forKey: .imageSize),
            budget: try values.decodeIfPresent(TrainingBudget.self, forKey: .budget),
            seeds: try values.decode([UInt64].self, forKey: .seeds),
            rows: try values.decode([ComparisonRow].self, forKey: .rows),
            labelPreservation: try values.decodeIfPresent(
                [LabelPreservation].self, forKey: .labelPreservation) ?? [])
    }

    /// Writes the comparison and the summary of its rows.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(Comparison.format, forKey: .format)
        try values.encode(Comparison.version, forKey: .version)
        try values.encode(task, forKey: .task)
        try values.encode(labels, forKey: .labels)
        try values.encode(dataset, forKey: .dataset)
        try values.encode(pool, forKey: .pool)
        try values.encode(classifier, forKey: .classifier)
        try values.encode(imageSize, forKey: .imageSize)
        try values.encodeIfPresent(budget, forKey: .budget)
        try values.encode(seeds, forKey: .seeds)
        try values.encode(rows, forKey: .rows)
        if !labelPreservation.isEmpty { try values.encode(labelPreservation, forKey: .labelPreservation) }
        try values.encode(Comparison.summarize(rows), forKey: .summary)
    }
}

extension Decoder {
    /// Throws where the object has a key that `keys` does not list: rewriting the file would lose it.
    func refuseKeys<Keys: CodingKey & CaseIterable>(notIn keys: Keys.Type) throws {
        let known = Set(Keys.allCases.map(\.stringValue))
        let found = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = found.sorted().first(where: { !known.contains($0) }) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath,
                    debugDescription:
                        "has the unknown key \"\(unknown)\"; the keys are \(known.sorted().joined(separator: ", "))"
                ))
        }
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
