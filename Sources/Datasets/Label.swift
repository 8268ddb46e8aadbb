/// What a data set's labels mean.
public enum Task: String, Sendable, Codable, CaseIterable {
    /// Each image has any number of the labels (CelebA's attributes).
    case multiLabel = "multi-label"
    /// Each image has exactly one label (AffectNet's expressions).
    case singleLabel = "single-label"
    /// Each image has an answer to each of several questions, the heads (UTKFace's age, gender and race).
    case multiHead = "multi-head"
}

/// The label of one image.
public enum Label: Sendable, Hashable {
    /// One bit a label, 0 or 1, in the schema's order.
    case bits([UInt8])
    /// The index of the one label.
    case index(Int)
    /// For each of the schema's heads, in order, the index of its answer: see ``LabelHead/count``.
    case indices([Int])
}

/// A part of a data set.
public enum Split: String, Sendable, Codable, CaseIterable {
    case train, validation, test
}
