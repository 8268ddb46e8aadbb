/// What a data set's labels mean.
public enum Task: String, Sendable, Codable, CaseIterable {
    /// Each image has any number of the labels (CelebA's attributes).
    case multiLabel = "multi-label"
    /// Each image has exactly one label (AffectNet's expressions).
    case singleLabel = "single-label"
}

/// The label of one image.
public enum Label: Sendable, Hashable {
    /// One bit a label, 0 or 1, in the schema's order.
    case bits([UInt8])
    /// The index of the one label.
    case index(Int)
}

/// The names and the meaning of a data set's labels.
public struct LabelSchema: Sendable, Codable, Equatable {
    public let task: Task
    /// In order; a label's position here is its index everywhere else.
    public let names: [String]

    public init(task: Task, names: [String]) {
        self.task = task
        self.names = names
    }

    public var count: Int { names.count }

    /// The label as the vector a network is conditioned on: bits as they are, an index one-hot.
    public func vector(of label: Label) -> [Float] {
        switch label {
        case .bits(let bits): bits.map(Float.init)
        case .index(let index): (0..<count).map { $0 == index ? 1 : 0 }
        }
    }
}

/// A part of a data set.
public enum Split: String, Sendable, Codable, CaseIterable {
    case train, validation, test
}
