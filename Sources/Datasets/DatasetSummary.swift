/// What `dataset inspect` tells of a set; encoded, it is what `--json` prints.
public struct DatasetSummary: Sendable, Codable, Equatable {
    /// The facts of one split.
    public struct SplitSummary: Sendable, Codable, Equatable {
        /// How many images.
        public let count: Int
        /// For each label, how many images have it.
        public let positives: [String: Int]
    }

    /// The labels of one head of multi-head data.
    public struct HeadSummary: Sendable, Codable, Equatable {
        public let name: String
        /// Some of the summary's labels.
        public let labels: [String]
    }

    public let layout: String
    public let task: Task
    /// In the schema's order; the numbers of a head, such as ages, by tens.
    public let labels: [String]
    /// The heads of multi-head data; absent for any other.
    public let heads: [HeadSummary]?
    /// How many images there are of each size, such as `178x218` (width, then height).
    public let imageSizes: [String: Int]
    /// By the splits' names; each split is there.
    public let splits: [String: SplitSummary]
    /// What cannot be used: what opening left out, and images that cannot be read.
    public let unreadable: [Problem]
    /// What a person should know of how the set was read.
    public let notes: [String]

    enum CodingKeys: String, CodingKey {
        case layout, task, labels, heads, splits, unreadable, notes
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
    ) throws {
        let counted = CountedLabels(dataset.schema)
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
            let positives = zip(counted.names, counted.counts(of: examples))
            splits[split.rawValue] = SplitSummary(
                count: examples.count, positives: Dictionary(positives) { first, _ in first })
        }
        layout = dataset.layout
        task = dataset.schema.task
        labels = counted.names
        heads =
            counted.heads.isEmpty
            ? nil : counted.heads.map { HeadSummary(name: $0.name, labels: Array(counted.names[$0.range])) }
        imageSizes = sizes
        self.splits = splits
        self.unreadable = unreadable
        notes = dataset.notes
    }
}
