import Datasets

/// A label that an image is translated to.
public struct TranslationTarget: Sendable, Hashable {
    public let label: Label
    /// The class it belongs to: the index of the attribute that is translated, or of the target class.
    public let classIndex: Int
}

/// What an image can be translated to (StarGAN, section 3.2).
public enum TranslationTargets {
    /// All targets for an image, in the order of their classes.
    ///
    /// In multi-label data there is one for each attribute: a hair colour (black, blond, brown, gray) is set and the other
    /// selected hair colours are cleared; any other attribute is flipped. In single-label data there is one for each class
    /// but the image's own.
    ///
    /// - Precondition: `source` is a label of `schema`.
    public static func targets(for source: Label, schema: LabelSchema) -> [TranslationTarget] {
        switch source {
        case .bits(let bits):
            precondition(
                schema.task == .multiLabel && bits.count == schema.count,
                "TranslationTargets: \(bits.count) bits for \(schema.count) labels of \(schema.task.rawValue) data"
            )
            let hairColours = schema.hairColours
            return bits.indices.map { attribute in
                var target = bits
                if hairColours.contains(attribute) {
                    for colour in hairColours { target[colour] = 0 }
                    target[attribute] = 1
                } else {
                    target[attribute] = 1 - target[attribute]
                }
                return TranslationTarget(label: .bits(target), classIndex: attribute)
            }
        case .index(let own):
            precondition(
                schema.task == .singleLabel && (0..<schema.count).contains(own),
                "TranslationTargets: class \(own) of \(schema.count) in \(schema.task.rawValue) data")
            return (0..<schema.count).filter { $0 != own }
                .map { TranslationTarget(label: .index($0), classIndex: $0) }
        case .indices: preconditionFailure("TranslationTargets: multi-head labels")
        }
    }
}
