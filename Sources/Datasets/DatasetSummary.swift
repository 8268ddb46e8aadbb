/// What `dataset inspect` tells of a set; encoded, it is what `--json` prints.
public struct DatasetSummary: Sendable, Codable, Equatable {
    /// The facts of one split.
    public struct SplitSummary: Sendable, Codable, Equatable {
        /// How many images.
        public let count: Int
        /// For each label, how many images have it.
        public let positives: [String: Int]
    }

    public let layout: String
    public let task: Task
    /// In the schema's order.
    public let labels: [String]
    /// How many images there are of each size, such as `178x218` (width, then height).
    public let imageSizes: [String: Int]
    /// By the splits' names; each split is there.
    public let splits: [String: SplitSummary]
    /// What cannot be used: what opening left out, and images that cannot be read.
    public let unreadable: [Problem]
    /// What a person should know of how the set was read.
    public let notes: [String]

    enum CodingKeys: String, CodingKey {
        case layout, task, labels, splits, unreadable, notes
        case imageSizes = "image_sizes"
    }

    /// Looks at every image of a set, best opened with `skipBad`.
    ///
    /// - Parameters:
    ///   - decoding: whether images are decoded whole, which finds damage behind the header and takes longer.
    ///   - threads: how many threads read.
    ///   - onImage: called after each image, on the caller's thread.
    /// - Throws: what `onImage` throws.
    public init(
        of dataset: Dataset, decoding: Bool = false, threads: Int = 2, onImage: () throws -> Void = {}
    ) rethrows {
        var sizes: [String: Int] = [:]
        var splits: [String: SplitSummary] = [:]
        var unreadable = dataset.problems
        for split in Split.allCases {
            let examples = dataset.examples(in: split)
            var survey = ImageSurvey(examples, decoding: decoding, threads: threads)
            for example in examples {
                switch survey.next() {
                case .success(let size): sizes["\(size.width)x\(size.height)", default: 0] += 1
                case .failure(let error): unreadable.append(Problem(error, at: example.path, in: dataset))
                }
                try onImage()
            }
            splits[split.rawValue] = SplitSummary(
                count: examples.count, positives: Self.positives(of: examples, dataset.schema))
        }
        layout = dataset.layout
        task = dataset.schema.task
        labels = dataset.schema.names
        imageSizes = sizes
        self.splits = splits
        self.unreadable = unreadable
        notes = dataset.notes
    }

    private static func positives(of examples: [Example], _ schema: LabelSchema) -> [String: Int] {
        var counts = [Int](repeating: 0, count: schema.count)
        for example in examples {
            switch example.label {
            case .bits(let bits): for (index, bit) in bits.enumerated() { counts[index] += Int(bit) }
            case .index(let index): counts[index] += 1
            }
        }
        return Dictionary(zip(schema.names, counts)) { first, _ in first }
    }
}
