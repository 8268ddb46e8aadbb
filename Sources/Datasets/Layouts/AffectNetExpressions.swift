import Workspace

/// What AffectNet's numbers of expressions mean: eight are labels, and images with any of the others are left out and counted
/// (Mollahosseini et al., "AffectNet", IEEE Transactions on Affective Computing 10(1), 2019).
struct AffectNetExpressions {
    static let schema = LabelSchema(
        task: .singleLabel, names: ExpressionName.allCases.map { $0.rawValue.capitalized })

    private static let othersNames = [8: "None", 9: "Uncertain", 10: "No-Face"]
    private static let absent = "NULL"

    /// The numbers that are no expressions.
    static let others = othersNames.keys.sorted()

    /// What becomes of an image.
    enum Meaning: Equatable {
        case label(Label)
        case leftOut
        /// It is no expression's number.
        case unknown
    }

    private var leftOut: [String: Int] = [:]

    /// What a field or an annotation means; it is counted where the image is left out.
    ///
    /// - Parameters:
    ///   - text: as it is written; `NULL` where nobody has said.
    ///   - count: how many images have it.
    mutating func meaning(of text: String, count: Int = 1) -> Meaning {
        if text == Self.absent {
            leftOut[Self.absent, default: 0] += count
            return .leftOut
        }
        guard let number = Int(text) else { return .unknown }
        if Self.schema.names.indices.contains(number) { return .label(.index(number)) }
        guard let name = Self.othersNames[number] else { return .unknown }
        leftOut["\(name) (\(number))", default: 0] += count
        return .leftOut
    }

    /// Why a text is refused.
    static func refusal(of text: String) -> String { "the expression is “\(text)”; it takes 0 to 10" }

    /// What a person should know of the images that were left out; nil where there are none.
    var note: String? {
        let total = leftOut.values.reduce(0, +)
        guard total > 0 else { return nil }
        let parts = leftOut.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return
            "left out \(PlainNumber.count(total, "image")) with none of the eight expressions: \(parts.joined(separator: ", "))"
    }
}
