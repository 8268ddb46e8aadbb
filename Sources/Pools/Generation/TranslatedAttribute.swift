import Datasets

/// Which attribute a translation changed.
public enum TranslatedAttribute {
    /// The class that a sample of a pool is ranked in.
    ///
    /// In single-label data it is the target. In multi-label data it is derived from the two labels, by the first of these rules
    /// that applies:
    /// 1. a bit that is newly set: a hair colour before others, then the first;
    /// 2. hair colours are all that was cleared, and one is left: that one (an image had two, and one was chosen);
    /// 3. the first bit that was cleared, other than hair colours if there is one;
    /// 4. nothing changed: the hair colour that is set (it was translated to its own), else the first bit set, else the
    ///    first label.
    ///
    /// For each of `TranslationTargets.targets(for:schema:)` this is the class it was made for.
    ///
    /// - Precondition: both are labels of `schema`.
    /// - Returns: an index into the schema's names.
    public static func classIndex(source: Label, target: Label, schema: LabelSchema) -> Int {
        switch (source, target) {
        case (_, .index(let index)):
            return index
        case (.bits(let before), .bits(let after)):
            precondition(
                before.count == schema.count && after.count == schema.count,
                "TranslatedAttribute: \(before.count) and \(after.count) bits for \(schema.count) labels")
            return attribute(before, after, hairColours: schema.hairColours)
        case (.index, .bits):
            preconditionFailure("TranslatedAttribute: the source is an index and the target has bits")
        case (_, .indices), (.indices, .bits): preconditionFailure("TranslatedAttribute: multi-head labels")
        }
    }

    private static func attribute(_ before: [UInt8], _ after: [UInt8], hairColours: [Int]) -> Int {
        let colour = hairColours.first { after[$0] == 1 }
        let set = before.indices.filter { before[$0] < after[$0] }
        if let first = set.first { return set.first(where: hairColours.contains) ?? first }
        let cleared = before.indices.filter { before[$0] > after[$0] }
        if let first = cleared.first {
            return cleared.first { !hairColours.contains($0) } ?? colour ?? first
        }
        return colour ?? after.firstIndex(of: 1) ?? 0
    }
}
