import Workspace

/// The names and the meaning of a data set's labels.
public struct LabelSchema: Sendable, Equatable {
    public let task: Task
    /// In order; a label's position here is its index everywhere else. In multi-head data these are the answers of the first head,
    /// then those of the second and so on, each with its head's name before it: `age 0`, …, `gender male`, ….
    public let names: [String]
    /// The questions of multi-head data; empty for any other task.
    public let heads: [LabelHead]

    /// Labels without heads.
    ///
    /// - Precondition: the task is multi-label or single-label.
    public init(task: Task, names: [String]) {
        precondition(task != .multiHead, "LabelSchema: multi-head labels are made of heads")
        self.task = task
        self.names = names
        heads = []
    }

    /// Multi-head labels.
    ///
    /// - Precondition: there is at least one head, and no two have one name.
    public init(heads: [LabelHead]) {
        precondition(Self.areDistinct(heads), "LabelSchema: heads \(heads.map(\.name))")
        task = .multiHead
        names = heads.flatMap(\.answerNames)
        self.heads = heads
    }

    fileprivate static func areDistinct(_ heads: [LabelHead]) -> Bool {
        !heads.isEmpty && Set(heads.map(\.name)).count == heads.count
    }

    /// How many labels there are; of multi-head data, the answers of all heads together.
    public var count: Int { names.count }

    /// Where in `names`, and in ``vector(of:)``, the answers of each head lie; empty without heads.
    public var headRanges: [Range<Int>] {
        var end = 0
        return heads.map { head in
            defer { end += head.count }
            return end..<end + head.count
        }
    }

    /// The label as the vector a network is conditioned on: bits as they are, an index one-hot, of several heads one such vector
    /// behind the other.
    ///
    /// - Precondition: it is a label of this schema.
    public func vector(of label: Label) -> [Float] {
        switch label {
        case .bits(let bits): return bits.map(Float.init)
        case .index(let index): return (0..<count).map { $0 == index ? 1 : 0 }
        case .indices(let indices):
            var vector = [Float](repeating: 0, count: count)
            for (range, index) in zip(headRanges, indices) { vector[range.lowerBound + index] = 1 }
            return vector
        }
    }

    /// The names that choose among a data set's labels: bits, or heads; nil where single labels leave nothing to choose.
    public var selectableNames: [String]? {
        switch task {
        case .multiLabel: names
        case .singleLabel: nil
        case .multiHead: heads.map(\.name)
        }
    }

    /// A label that fits, for images whose own is not known.
    public var anyLabel: Label {
        switch task {
        case .multiLabel: .bits([UInt8](repeating: 0, count: count))
        case .singleLabel: .index(0)
        case .multiHead: .indices([Int](repeating: 0, count: heads.count))
        }
    }

    /// Whether a label is one of these: as many bits, all 0 or 1; an index among the names; an answer to each head's question.
    public func describes(_ label: Label) -> Bool {
        switch (label, task) {
        case (.bits(let bits), .multiLabel): bits.count == count && bits.allSatisfy { $0 <= 1 }
        case (.index(let index), .singleLabel): (0..<count).contains(index)
        case (.indices(let indices), .multiHead):
            indices.count == heads.count && zip(indices, heads).allSatisfy { (0..<$1.count).contains($0) }
        default: false
        }
    }

    /// Refuses multi-head labels where they cannot be worked with.
    ///
    /// - Parameter work: what cannot work with them, as in `a pool`.
    /// - Throws: `WinnowError` of kind `.usage` where there are heads.
    public func refuseHeads(in work: String) throws {
        guard task == .multiHead else { return }
        throw WinnowError(
            .usage,
            "the labels have several heads (\(heads.map(\.name).joined(separator: ", "))), which \(work) does not take yet; take data"
                + " with one label an image, such as folders named after one of the heads' answers")
    }
}

extension LabelSchema: Codable {
    private enum CodingKeys: String, CodingKey {
        case task, names, heads
    }

    /// - Throws: `DecodingError` where heads and task do not go together.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let task = try container.decode(Task.self, forKey: .task)
        let heads = try container.decodeIfPresent([LabelHead].self, forKey: .heads) ?? []
        if task == .multiHead {
            guard Self.areDistinct(heads) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .heads, in: container,
                    debugDescription: "multi-head labels need heads of different names")
            }
            self.init(heads: heads)
        } else {
            self.init(task: task, names: try container.decode([String].self, forKey: .names))
        }
    }

    /// Heads name their answers themselves, so that multi-head labels are written without `names`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(task, forKey: .task)
        if task == .multiHead {
            try container.encode(heads, forKey: .heads)
        } else {
            try container.encode(names, forKey: .names)
        }
    }
}
