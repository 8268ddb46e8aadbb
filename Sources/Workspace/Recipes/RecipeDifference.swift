/// How two recipes differ, in words.
public enum RecipeDifference {
    /// More keys than this are only counted.
    private static let shownKeys = 3

    /// The keys whose values differ, as in `seeds is [0] there and [0, 1] now`; `nil` where none does, or where one of the texts
    /// is no recipe.
    ///
    /// - Parameters:
    ///   - there: the resolved recipe that a run was begun with.
    ///   - now: the resolved recipe of the run that is to go on with it.
    public static func phrase(there: String, now: String) -> String? {
        guard let before = try? leaves(of: there), let after = try? leaves(of: now) else { return nil }
        let old = Dictionary(before) { first, _ in first }
        let new = Dictionary(after) { first, _ in first }
        let keys = after.map(\.key) + before.map(\.key).filter { new[$0] == nil }
        let differing = keys.filter { old[$0] != new[$0] }
        guard !differing.isEmpty else { return nil }
        let shown = differing.prefix(shownKeys).map { key in
            "\(key) is \(old[key] ?? "not given") there and \(new[key] ?? "not given") now"
        }
        let others = differing.count - shown.count
        return shown.joined(separator: ", ")
            + (others > 0
                ? ", and \(PlainNumber.count(others, "more key")) \(others == 1 ? "differs" : "differ")" : "")
    }

    private static func leaves(of yaml: String) throws -> [(key: String, value: String)] {
        leaves(of: try RecipeNode.parse(yaml, name: "recipe"), path: "")
    }

    private static func leaves(of node: RecipeNode, path: String) -> [(key: String, value: String)] {
        guard case .mapping(let pairs) = node.content else { return [(path, text(of: node))] }
        return pairs.flatMap { leaves(of: $0.value, path: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }

    private static func text(of node: RecipeNode) -> String {
        switch node.content {
        case .scalar(let text, _): text
        case .list(let nodes): "[\(nodes.map(text(of:)).joined(separator: ", "))]"
        case .mapping: node.kind
        }
    }
}
